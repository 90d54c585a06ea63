import { crc32 } from 'node:zlib'
import { chunkSize, evtxHeaderSize } from '../../src/formats/index.ts'
import { withChunkChecksum } from '../support/evtx-writer.ts'
import type { Random } from './random.ts'
import { edgeNumbers, tokens } from './tokens.ts'

/** No input is longer than this. */
export const longestInput: number = 1 << 20

/** Bytes of another input, to take pieces of. */
export type Donor = () => Uint8Array

const newline = 0x0a

type Mutation = (bytes: Uint8Array, random: Random, donor: Donor) => Uint8Array

/** The bytes with a few things changed. The bytes given stay as they are. */
export function mutate(bytes: Uint8Array, random: Random, donor: Donor): Uint8Array {
  let mutated: Uint8Array = bytes.slice(0, longestInput)
  const isEvtx = startsChunk(bytes, evtxHeaderSize)
  const count = 1 + random.below(random.chance(0.3) ? 24 : 4)
  for (let i = 0; i < count; i++) {
    const kinds = isEvtx && random.chance(0.6) ? evtxMutations : mutations
    mutated = random.pick(kinds)(mutated, random, donor)
    if (mutated.length > longestInput) mutated = mutated.subarray(0, longestInput)
  }
  // A wrong checksum is told, and nothing else comes of it; but it must not always be wrong.
  return isEvtx && random.chance(0.5) ? withChecksums(mutated) : mutated
}

const flipBits: Mutation = (bytes, random) => {
  for (let left = 1 + random.below(8); left > 0; left--) {
    const at = placeIn(bytes, random)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
  }
  return bytes
}

const setByte: Mutation = (bytes, random) => {
  bytes[placeIn(bytes, random)] = random.below(256)
  return bytes
}

const setNumber: Mutation = (bytes, random) => {
  writeNumber(bytes, placeIn(bytes, random), edgeNumber(bytes, random), random)
  return bytes
}

/** Makes a number that is there a little more or less. */
const stepNumber: Mutation = (bytes, random) => {
  const at = placeIn(bytes, random)
  const step = 1 + random.below(random.chance(0.5) ? 2 : 64)
  const old = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
  writeNumber(bytes, at, random.chance(0.5) ? old + step : old - step, random)
  return bytes
}

const remove: Mutation = (bytes, random) => {
  const [start, end] = pieceOf(bytes, random)
  return joined(bytes.subarray(0, start), bytes.subarray(end))
}

const truncate: Mutation = (bytes, random) => bytes.slice(0, random.below(bytes.length + 1))

const repeat: Mutation = (bytes, random) => {
  const [start, end] = pieceOf(bytes, random)
  return insertRepeated(bytes, end, bytes.slice(start, end), random)
}

const insertToken: Mutation = (bytes, random) => {
  const at = random.below(bytes.length + 1)
  const token = random.pick(tokens)
  if (random.chance(0.2)) return insertRepeated(bytes, at, token, random)
  return joined(bytes.subarray(0, at), token, bytes.subarray(at))
}

/** Puts in, many times over, a few tokens and characters: what one of them costs, all of them must not. */
const insertPattern: Mutation = (bytes, random) => {
  const at = random.chance(0.5) ? bytes.length : random.below(bytes.length + 1)
  const parts = Array.from({ length: 1 + random.below(6) }, () => {
    if (random.chance(0.3)) return random.pick(tokens)
    // A separator of some format, or what stands between them.
    return Uint8Array.of(random.pick(patternCharacters).charCodeAt(0))
  })
  if (random.chance(0.6)) parts.push(Uint8Array.of(newline))
  return insertRepeated(bytes, at, joined(...parts), random)
}

const patternCharacters = [...'aa1 ",;=|<>[]{}:\\\'&#-\t\n']

const overwriteToken: Mutation = (bytes, random) => {
  const token = random.pick(tokens)
  const at = placeIn(bytes, random)
  bytes.set(token.subarray(0, bytes.length - at), at)
  return bytes
}

const splice: Mutation = (bytes, random, donor) => {
  const other = donor()
  const [start, end] = pieceOf(other, random)
  const piece = other.subarray(start, end)
  const at = random.below(bytes.length + 1)
  const isInsert = random.chance(0.5)
  return joined(bytes.subarray(0, at), piece, bytes.subarray(isInsert ? at : at + piece.length))
}

const copyWithin: Mutation = (bytes, random) => {
  const [start, end] = pieceOf(bytes, random)
  bytes.copyWithin(placeIn(bytes, random), start, end)
  return bytes
}

/** Leaves a line out, or has it twice, or puts it elsewhere. */
const moveLine: Mutation = (bytes, random) => {
  const at = random.below(bytes.length + 1)
  const start = bytes.lastIndexOf(newline, Math.max(0, at - 1)) + 1
  const end = bytes.indexOf(newline, at) + 1
  if (end === 0 || start >= end) return bytes
  const line = bytes.slice(start, end)
  if (random.chance(0.4)) return joined(bytes.subarray(0, start), bytes.subarray(end))
  const to = random.chance(0.5) ? end : bytes.indexOf(newline, random.below(bytes.length)) + 1
  return joined(bytes.subarray(0, to), line, bytes.subarray(to))
}

const digits = /^[0-9]$/

/** Writes another number in place of one that is there as text. */
const setDigits: Mutation = (bytes, random) => {
  const isDigit = (at: number): boolean => digits.test(String.fromCharCode(bytes[at] ?? 0))
  let start = random.below(bytes.length + 1)
  while (start < bytes.length && !isDigit(start)) start++
  let end = start
  while (end < bytes.length && isDigit(end)) end++
  const text = random.chance(0.5)
    ? String(edgeNumber(bytes, random))
    : '9'.repeat(1 + random.below(random.chance(0.1) ? 5000 : 40))
  return joined(bytes.subarray(0, start), new TextEncoder().encode(text), bytes.subarray(end))
}

const mutations: readonly Mutation[] = [
  ...[flipBits, flipBits, setByte, setNumber, stepNumber, remove, truncate, repeat, repeat],
  ...[
    insertToken,
    insertToken,
    insertToken,
    insertPattern,
    insertPattern,
    overwriteToken,
    splice,
    splice,
    copyWithin,
  ],
  ...[moveLine, moveLine, setDigits, setDigits],
]

/** Changes a number of two or four bytes that may be a size or an offset: a small one, inside a chunk. */
const setOffset: Mutation = (bytes, random) => {
  const isOffset = (at: number): boolean =>
    bytes[at + 2] === 0 && bytes[at + 3] === 0 && ((bytes[at] ?? 0) | (bytes[at + 1] ?? 0)) !== 0
  const find = (): number => {
    let at = placeIn(bytes, random)
    for (let tries = 0; tries < 256 && !isOffset(at); tries++) at++
    return at
  }
  const at = find()
  const choice = random.below(4)
  if (choice === 0) {
    // To where another one leads.
    const from = find()
    bytes.copyWithin(at, from, from + 4)
  } else if (choice === 1) {
    // To itself, or near, as what stands where it is first used has it.
    writeNumber32(bytes, at, ((at - evtxHeaderSize) % chunkSize) + random.below(9) - 4)
  } else if (choice === 2) writeNumber32(bytes, at, random.below(chunkSize))
  else writeNumber32(bytes, at, edgeNumber(bytes, random))
  return bytes
}

/** Changes a record's head: its size, its number or its time. */
const setRecord: Mutation = (bytes, random) => {
  const starts: number[] = []
  for (let at = bytes.indexOf(0x2a); at >= 0; at = bytes.indexOf(0x2a, at + 1)) {
    if (bytes[at + 1] === 0x2a && bytes[at + 2] === 0 && bytes[at + 3] === 0) starts.push(at)
  }
  if (starts.length === 0) return bytes
  const at = random.pick(starts)
  if (random.chance(0.5)) writeNumber32(bytes, at + 4, edgeNumber(bytes, random))
  else bytes[at + random.below(24)] = random.below(256)
  return bytes
}

/** Changes the descriptions of values: their sizes and types stand in four bytes each. */
const setValueTypes: Mutation = (bytes, random) => {
  let at = placeIn(bytes, random)
  for (let tries = 0; tries < 512 && bytes[at + 1] !== 0 && bytes[at + 3] !== 0; tries++) at++
  for (let left = 1 + random.below(4); left > 0; left--, at += 4) {
    if (at + 4 > bytes.length) break
    if (random.chance(0.6)) bytes[at + 2] = random.below(random.chance(0.7) ? 0x22 : 256)
    else bytes[at] = random.below(random.chance(0.7) ? 24 : 256)
  }
  return bytes
}

const evtxMutations: readonly Mutation[] = [
  ...[flipBits, setByte, setNumber, stepNumber, overwriteToken, copyWithin],
  ...[setOffset, setOffset, setOffset, setRecord, setValueTypes, setValueTypes],
]

/** A place in the bytes; more often than by chance one where something stands. */
function placeIn(bytes: Uint8Array, random: Random): number {
  let at = 0
  for (let tries = 0; tries < 12; tries++) {
    at = random.below(Math.max(1, bytes.length))
    if (bytes[at] !== 0 || bytes[at + 1] !== 0) break
  }
  return at
}

/** Where a piece of the bytes begins and ends; short ones are as frequent as long ones. */
function pieceOf(bytes: Uint8Array, random: Random): readonly [start: number, end: number] {
  const longest = Math.min(bytes.length, 2 ** random.below(17))
  const length = random.below(longest + 1)
  const start = Math.min(placeIn(bytes, random), bytes.length - length)
  return [start, start + length]
}

function edgeNumber(bytes: Uint8Array, random: Random): number {
  if (random.chance(0.2)) return bytes.length + random.below(5) - 2
  return random.pick(edgeNumbers)
}

function writeNumber(bytes: Uint8Array, at: number, value: number, random: Random): void {
  const size = 1 << random.below(4)
  const isBig = random.chance(0.2)
  for (let i = 0; i < size; i++) {
    const byte = i < 4 ? (value >> (i * 8)) & 255 : 0
    const to = isBig ? at + size - 1 - i : at + i
    if (to < bytes.length) bytes[to] = byte
  }
}

function writeNumber32(bytes: Uint8Array, at: number, value: number): void {
  for (let i = 0; i < 4 && at + i < bytes.length; i++) bytes[at + i] = (value >> (i * 8)) & 255
}

function insertRepeated(
  bytes: Uint8Array,
  at: number,
  piece: Uint8Array,
  random: Random,
): Uint8Array {
  // Most are so short that many inputs can be read, and still long enough to tell what grows with its square.
  const room = Math.min(random.chance(0.1) ? longestInput : 1 << 17, longestInput - bytes.length)
  const most = piece.length === 0 ? 0 : Math.floor(room / piece.length)
  const times = Math.min(most, 1 + random.below(2 ** random.below(21)))
  const repeated = new Uint8Array(times * piece.length)
  for (let i = 0; i < times; i++) repeated.set(piece, i * piece.length)
  return joined(bytes.subarray(0, at), repeated, bytes.subarray(at))
}

export function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

function startsChunk(bytes: Uint8Array, at: number): boolean {
  return String.fromCharCode(...bytes.subarray(at, at + 7)) === 'ElfChnk'
}

/** The bytes of an EVTX file with the checksums of its chunks set right. */
function withChecksums(bytes: Uint8Array): Uint8Array {
  for (let at = evtxHeaderSize; at + chunkSize <= bytes.length; at += chunkSize) {
    if (!startsChunk(bytes, at)) continue
    const chunk = bytes.subarray(at, at + chunkSize)
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const end = Math.min(Math.max(view.getUint32(48, true), 512), chunkSize)
    view.setUint32(52, crc32(chunk.subarray(512, end)), true)
    withChunkChecksum(chunk)
  }
  return bytes
}
