import { closeSync, openSync, readSync } from 'node:fs'
import { type InputFormat, isInputFormat } from './input-formats.ts'
import { type LogInput, standardInput } from './inputs.ts'
import type { LogUnit } from './log-reader.ts'
import { headSize, recognise } from './recognise.ts'

/** About how many bytes a part of a large file has: of EVTX, 256 chunks. */
const partSize = 16 << 20

/** Files up to this size are read in one piece. */
const largeFile = 2 * partSize

/**
 * Cuts inputs into units that can be read by themselves, at the same time: files, and parts of large
 * ones. Where it cuts depends on the files alone. JSON is cut only where an object ends its line and
 * another begins the next, which in JSON happens between values and nowhere else.
 */
export async function cutUnits(
  inputs: readonly LogInput[],
  inputFormat?: InputFormat,
): Promise<readonly LogUnit[]> {
  const units: LogUnit[] = []
  for (const input of inputs) {
    if (input.size <= largeFile || input.path === standardInput) units.push({ input })
    else units.push(...(await cutLargeFile(input, inputFormat)))
  }
  return units
}

async function cutLargeFile(
  input: LogInput,
  inputFormat: InputFormat | undefined,
): Promise<readonly LogUnit[]> {
  try {
    return await cutFile(input, inputFormat)
  } catch (error) {
    // Whatever is wrong with the file is found, and said, when it is read.
    if (error instanceof Error && 'code' in error) return [{ input }]
    throw error
  }
}

async function cutFile(
  input: LogInput,
  inputFormat: InputFormat | undefined,
): Promise<readonly LogUnit[]> {
  const file = openSync(input.path, 'r')
  try {
    const head = readAt(file, 0, headSize)
    const found = await recognise(head, { name: input.path, isExplicit: input.isExplicit })
    if (!isInputFormat(found)) return [{ input }]
    const format = inputFormat ?? found
    const cuts =
      format === 'evtx'
        ? await evtxCuts(input.size)
        : format === 'json' && startsObject(head)
          ? jsonCuts(file, input.size)
          : []
    if (cuts.length === 0) return [{ input }]
    return [0, ...cuts].map((start, i) => ({
      input,
      part: { format, start, end: cuts[i] ?? Number.POSITIVE_INFINITY },
    }))
  } finally {
    closeSync(file)
  }
}

async function evtxCuts(size: number): Promise<readonly number[]> {
  const { chunkSize, evtxHeaderSize } = await import('../formats/evtx/index.ts')
  const cuts: number[] = []
  for (let at = evtxHeaderSize + partSize; at + chunkSize <= size; at += partSize) cuts.push(at)
  return cuts
}

function startsObject(head: Uint8Array): boolean {
  const first = head.find(byte => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf)
  return first === 0x7b
}

/** How far behind the place where a cut would be nice one is looked for. */
const searched = 1 << 20

function jsonCuts(file: number, size: number): readonly number[] {
  const cuts: number[] = []
  for (let at = partSize; at < size; at += partSize) {
    const bytes = readAt(file, at, searched)
    const cut = findObjectStart(bytes)
    if (cut !== undefined && at + cut < size) cuts.push(at + cut)
  }
  return cuts
}

/** Where a line begins with `{` behind one that ends with `}`. */
export function findObjectStart(bytes: Uint8Array): number | undefined {
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, end + 1)) {
    const last = bytes[end - 1] === 0x0d ? bytes[end - 2] : bytes[end - 1]
    if (last === 0x7d && bytes[end + 1] === 0x7b) return end + 1
  }
  return undefined
}

function readAt(file: number, at: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  return bytes.subarray(0, readSync(file, bytes, 0, length, at))
}
