import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { writeWhole } from './kept-files.ts'

/** Where the bytes begin in their file: behind their CRC-32, at a multiple of eight. */
export const sumSize = 8

/** Writes bytes behind their sum. Throws the system's error when it cannot. */
export function writeSummed(path: string, bytes: Uint8Array): void {
  const all = new Uint8Array(sumSize + bytes.length)
  new DataView(all.buffer).setUint32(0, crc32(bytes), true)
  all.set(bytes, sumSize)
  writeWhole(path, all)
}

/** The bytes that {@link writeSummed} wrote, in a buffer of their own; `undefined` when they are absent or damaged. */
export function readSummed(path: string): Uint8Array | undefined {
  let all: Uint8Array
  try {
    all = readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
  if (all.length < sumSize) return undefined
  const bytes = all.slice(sumSize)
  const stated = new DataView(all.buffer, all.byteOffset).getUint32(0, true)
  return crc32(bytes) === stated ? new Uint8Array(bytes) : undefined
}

/** Whether a summed file is as it was written; gives how many bytes it has. Throws the system's error when it cannot. */
export function checkSummed(path: string): number | undefined {
  const file = openSync(path, 'r')
  try {
    const buffer = new Uint8Array(1 << 20)
    if (readSync(file, buffer, 0, sumSize, 0) < sumSize) return undefined
    const stated = new DataView(buffer.buffer).getUint32(0, true)
    let sum = 0
    let at = sumSize
    for (;;) {
      const read = readSync(file, buffer, 0, buffer.length, at)
      if (read === 0) break
      sum = crc32(buffer.subarray(0, read), sum)
      at += read
    }
    return sum === stated ? at : undefined
  } finally {
    closeSync(file)
  }
}
