import { deflateRawSync, gzipSync } from 'node:zlib'
import { writeZip } from '../support/zip-writer.ts'
import { joined } from './mutate.ts'
import type { Random } from './random.ts'
import type { Seed } from './seeds.ts'

export interface NamedBytes {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Packs a file as users do, or nearly. */
export function pack({ name, bytes }: NamedBytes, random: Random): NamedBytes {
  switch (random.below(6)) {
    case 0:
    case 1:
      return { name: `${name}.gz`, bytes: gzipSync(bytes, { level: random.below(10) }) }
    case 2:
      // Two members, one behind the other.
      return {
        name: `${name}.gz`,
        bytes: joined(gzipSync(bytes.subarray(0, 100)), gzipSync(bytes.subarray(100))),
      }
    case 3:
      return { name: `${name}.zst`, bytes: storedZstandard(bytes) }
    default: {
      const entry = { name, content: bytes, isStored: random.chance(0.3) }
      const entries = random.chance(0.3) ? [entry, { ...entry, name: `b/${name}` }] : [entry]
      return { name: 'logs.zip', bytes: writeZip(entries) }
    }
  }
}

/** A frame of Zstandard with the bytes as they are, in blocks. */
function storedZstandard(bytes: Uint8Array): Uint8Array {
  const pieces = [Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38])]
  const blockSize = 65_536
  for (let at = 0; at === 0 || at < bytes.length; at += blockSize) {
    const block = bytes.slice(at, at + blockSize)
    const isLast = at + blockSize >= bytes.length
    const head = (block.length << 3) | (isLast ? 1 : 0)
    pieces.push(Uint8Array.from([head & 255, (head >> 8) & 255, head >> 16]), block)
  }
  return joined(...pieces)
}

const line = '{"EventID":1,"Image":"C:\\\\Windows\\\\whoami.exe"}\n'

/** Archives that unpack to far more than they are, and ones that this program cannot write. */
export const packedSeeds: readonly Seed[] = once([
  { name: 'lines.json.gz', read: () => gzipSync(line.repeat(1 << 17)) },
  { name: 'value.json.gz', read: () => gzipSync(`{"a":"${'a'.repeat(1 << 24)}"}`) },
  { name: 'deep.json.gz', read: () => gzipSync('['.repeat(1 << 24)) },
  { name: 'spaces.json.gz', read: () => gzipSync(`{"a":${' '.repeat(1 << 24)}1}`) },
  { name: 'keys.json.gz', read: () => gzipSync(`{${'"a":{'.repeat(1 << 20)}`) },
  { name: 'table.csv.gz', read: () => gzipSync(`a,b\n${'"'.repeat(1 << 24)}`) },
  { name: 'row.csv.gz', read: () => gzipSync(`a,b\n${','.repeat(1 << 24)}`) },
  { name: 'events.xml.gz', read: () => gzipSync(`<Events><Event>${'<a>'.repeat(1 << 21)}`) },
  {
    name: 'lines.json.bz2',
    read: () =>
      Buffer.from(
        'QlpoOTFBWSZTWel9JKoAAEVfgAAQEAegEA4iiIQv593qIAB0EpU0b1BqbUwnqM1Mj1MxBKmoGg0DQGgAD4yvEYTC/hB6EYSc9O13jIlDRFWiCxFW' +
          'NHAsYUH4thDelqqn8kURI6jNzzK2HCelfmR6uYYpf2qHL3Vz04qZek7ptGyH0pYTmQORdyRThQkOl9JKoA==',
        'base64',
      ),
  },
  {
    name: 'lines.json.zst',
    read: () =>
      Buffer.from(
        'KLUv/QRoNQMAQgYWGWB3DoNO0bViDLar42P36r1A8E4oCICCEwHA9sV2eKIDbF9sBxi1peu995xx9400Jg8+KTecWi21ENxRZowgr34YNsKEWnbl' +
          'QOXu0zKrZDwo3I9k8lrItQMAU2uADLwuLFNRazR69A==',
        'base64',
      ),
  },
  { name: 'zeros.zst', read: () => zstandardRun(1 << 9) },
  {
    name: 'nested.zip',
    read: () =>
      writeZip([{ name: 'a.zip', content: writeZip([{ name: 'a.json', content: line }]) }]),
  },
  { name: 'raw.deflate', read: () => deflateRawSync(line) },
])

/** Seeds that are made when they are first read. */
function once(seeds: readonly (Seed & { read(): Uint8Array })[]): readonly Seed[] {
  const made = new Map<string, Uint8Array>()
  return seeds.map(({ name, read }) => ({
    name,
    read() {
      const bytes = made.get(name) ?? read()
      made.set(name, bytes)
      return bytes
    },
  }))
}

/** A frame of Zstandard that says many times over: 128 KB of one byte. */
function zstandardRun(blocks: number): Uint8Array {
  const head = Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38])
  const run = ((1 << 17) << 3) | 2
  const bytes = [run & 255, (run >> 8) & 255, run >> 16, 0x20]
  const all = Array.from({ length: blocks }, () => Uint8Array.from(bytes))
  const last = Uint8Array.from([1, 0, 0])
  return joined(head, ...all, last)
}
