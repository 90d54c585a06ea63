import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { forgetOldest, writeWhole } from './kept-files.ts'

/**
 * What was made of files, each by the hash of all that it was made from. The entries of one purpose are one
 * file: its checksum, the length of the index, the index (where each entry begins and ends), the entries.
 */
export interface RecordCache {
  readonly size: number
  get(key: string): Uint8Array | undefined
}

/** How many of these files are kept; the longest unused ones go first. */
const mostKept = 8

const ending = '.records'

const nothing: RecordCache = { size: 0, get: () => undefined }

/** Opens what was kept for a purpose; what is absent or damaged counts as empty. */
export function openRecordCache(folder: string, purpose: string): RecordCache {
  const path = pathOf(folder, purpose)
  try {
    const bytes = readFileSync(path)
    const head = bytes.readUInt32LE(4)
    if (bytes.readUInt32LE(0) !== crc32(bytes.subarray(4))) return nothing
    const now = new Date()
    utimesSync(path, now, now)
    // The sum says that it was written here.
    const entries = JSON.parse(bytes.toString('utf8', 8, 8 + head)) as readonly (readonly [
      string,
      number,
      number,
    ])[]
    const places = new Map(entries.map(([key, start, end]) => [key, [start, end] as const]))
    const data = bytes.subarray(8 + head)
    return {
      size: places.size,
      get(key) {
        const place = places.get(key)
        return place === undefined ? undefined : data.subarray(place[0], place[1])
      },
    }
  } catch {
    // Absent, unreadable or cut short.
    return nothing
  }
}

/** Keeps entries in place of those that were kept. Throws the system’s error when it cannot. */
export function saveRecordCache(
  folder: string,
  purpose: string,
  entries: ReadonlyMap<string, Uint8Array>,
): void {
  let at = 0
  const places = [...entries].map(([key, { length }]) => {
    const start = at
    at += length
    return [key, start, at]
  })
  const index = Buffer.from(JSON.stringify(places))
  const bytes = Buffer.alloc(8 + index.length + at)
  bytes.writeUInt32LE(index.length, 4)
  bytes.set(index, 8)
  let end = 8 + index.length
  for (const entry of entries.values()) {
    bytes.set(entry, end)
    end += entry.length
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0)
  mkdirSync(folder, { recursive: true })
  writeWhole(pathOf(folder, purpose), bytes)
  forgetOldest(folder, ending, mostKept)
}

function pathOf(folder: string, purpose: string): string {
  const name = createHash('sha256').update(purpose).digest('hex').slice(0, 32)
  return join(folder, `${name}${ending}`)
}
