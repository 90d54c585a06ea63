import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { evtxRawDecoder } from '../src/formats/index.ts'
import { nameTable, valueKinds } from '../src/ir/index.ts'

const headerSize = 4096
const chunkSize = 65_536
const chunkHeaderSize = 512

/** Of real logs: about one byte in eight belongs to a value that its field has not had before. */
const freshShare = 0.12

/**
 * Writes a large log by repeating the full chunks of others. Between the copies values are altered in
 * place, at about the rate at which real logs bring new ones: digits and letters inside texts change, the
 * lengths stay, so every record decodes as before. Record numbers and times go up, and sums are right.
 */
export function writeLargeEvtx(files: readonly string[], path: string, size: number): void {
  const chunks = files.flatMap(readFullChunks)
  const random = generator(1)
  const file = openSync(path, 'w')
  try {
    const [first] = files
    if (first === undefined) return
    const count = Math.floor((size - headerSize) / chunkSize)
    const header = readFileSync(first).subarray(0, headerSize)
    header.writeUInt16LE(Math.min(count, 0xffff), 42)
    header.writeUInt32LE(0, 120)
    header.writeUInt32LE(crc32(header.subarray(0, 120)), 124)
    writeSync(file, header)
    let record = 1
    for (let number = 0; number < count; number++) {
      const source = chunks[number % chunks.length]
      if (source === undefined) return
      const chunk = Buffer.from(source.bytes)
      if (number >= chunks.length) alter(chunk, source.texts, random)
      record = renumber(chunk, record)
      writeSync(file, chunk)
    }
  } finally {
    closeSync(file)
  }
}

/** What is the same in all events of a log, or nearly. */
const constant: ReadonlySet<string> = new Set(['Channel', 'Provider_Name', 'Computer'])

interface SourceChunk {
  readonly bytes: Buffer
  /** Where the texts of its values stand. */
  readonly texts: readonly (readonly [start: number, end: number])[]
}

function readFullChunks(path: string): readonly SourceChunk[] {
  const file = readFileSync(path)
  const chunks: SourceChunk[] = []
  for (let at = headerSize; at + chunkSize <= file.length; at += chunkSize) {
    const bytes = Buffer.from(file.subarray(at, at + chunkSize))
    if (bytes.toString('latin1', 0, 7) !== 'ElfChnk' || bytes.readUInt32LE(48) < 40_000) continue
    const texts: (readonly [number, number])[] = []
    const names = nameTable()
    const decoder = evtxRawDecoder(
      names,
      {
        onProblem() {},
        onEvent(event) {
          for (let entry = 0; entry < event.count; entry++) {
            const start = event.starts[entry] ?? 0
            const end = event.ends[entry] ?? 0
            if (constant.has(names.textOf(event.names[entry] ?? -1))) continue
            if (event.kinds[entry] === valueKinds.utf16 && end > start) texts.push([start, end])
          }
        },
      },
      { offset: at, crc32 },
    )
    decoder.push(bytes)
    decoder.finish()
    chunks.push({ bytes, texts })
  }
  return chunks
}

function alter(chunk: Buffer, texts: SourceChunk['texts'], random: () => number): void {
  for (const [start, end] of texts) {
    if (random() >= freshShare) continue
    // A handful of letters and digits, as when a path, an id or an argument is another.
    for (let i = 0; i < 4; i++) {
      const at = start + 2 * Math.floor(random() * ((end - start) / 2))
      const unit = chunk.readUInt16LE(at)
      const isDigit = unit >= 48 && unit <= 57
      const isLetter = (unit | 32) >= 97 && (unit | 32) <= 122
      if (isDigit) chunk.writeUInt16LE(48 + Math.floor(random() * 10), at)
      else if (isLetter) chunk.writeUInt16LE((unit & ~31) | (1 + Math.floor(random() * 26)), at)
    }
  }
}

/** Gives the records numbers from `record` on and times a second apart; gives the next number. */
function renumber(chunk: Buffer, record: number): number {
  const end = chunk.readUInt32LE(48)
  let next = record
  for (let at = chunkHeaderSize; at + 24 <= end; ) {
    if (chunk.readUInt32LE(at) !== 0x2a2a) break
    chunk.writeBigUInt64LE(BigInt(next), at + 8)
    chunk.writeBigUInt64LE(133_000_000_000_000_000n + BigInt(next) * 10_000_000n, at + 16)
    next++
    at += chunk.readUInt32LE(at + 4)
  }
  chunk.writeBigUInt64LE(BigInt(record), 8)
  chunk.writeBigUInt64LE(BigInt(next - 1), 16)
  chunk.writeBigUInt64LE(BigInt(record), 24)
  chunk.writeBigUInt64LE(BigInt(next - 1), 32)
  chunk.writeUInt32LE(crc32(chunk.subarray(chunkHeaderSize, end)), 52)
  const sum = crc32(chunk.subarray(128, chunkHeaderSize), crc32(chunk.subarray(0, 120)))
  chunk.writeUInt32LE(sum, 124)
  return next
}

/** Random numbers below 1 that are the same in every run (mulberry32). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
