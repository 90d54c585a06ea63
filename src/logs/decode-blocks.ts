import {
  chunkSize,
  type Decoded,
  decodeEvtxChunk,
  evtxHeaderSize,
  type FormatProblem,
  jsonDecoder,
  parseEvtxHeader,
} from '../formats/index.ts'
import type { Blocks } from './blocks.ts'
import type { LogLimits } from './limits.ts'
import type { InputFormat } from './recognise.ts'

/**
 * What the bytes of a log decode to, a list for each block or chunk: short, so that memory stays
 * bounded, and long enough that the machinery of async iteration costs nothing.
 */
export function decodeBlocks(
  format: InputFormat,
  blocks: Blocks,
  limits: LogLimits,
): AsyncGenerator<readonly Decoded[], void, undefined> {
  switch (format) {
    case 'evtx':
      return decodeEvtx(blocks)
    case 'json':
      return decodeJson(blocks, limits)
  }
}

async function* decodeJson(
  blocks: Blocks,
  limits: LogLimits,
): AsyncGenerator<readonly Decoded[], void, undefined> {
  const decoder = jsonDecoder(limits.json)
  let failure: { readonly error: unknown } | undefined
  try {
    for await (const block of blocks) yield [...decoder.push(block)]
  } catch (error) {
    failure = { error }
  }
  yield [...decoder.finish()]
  if (failure !== undefined) throw failure.error
}

async function* decodeEvtx(blocks: Blocks): AsyncGenerator<readonly Decoded[], void, undefined> {
  const chunk = new Uint8Array(chunkSize)
  let filled = 0
  let wanted = evtxHeaderSize
  let offset = 0
  let failure: { readonly error: unknown } | undefined
  const decode = (): readonly Decoded[] => {
    const bytes = chunk.subarray(0, filled)
    const decoded =
      offset === 0
        ? parseEvtxHeader(bytes).problems.map(toDecoded)
        : [...decodeEvtxChunk(bytes, offset)]
    offset += filled
    filled = 0
    wanted = chunkSize
    return decoded
  }
  try {
    for await (const block of blocks) {
      for (let at = 0; at < block.length; ) {
        const taken = Math.min(wanted - filled, block.length - at)
        chunk.set(block.subarray(at, at + taken), filled)
        filled += taken
        at += taken
        if (filled === wanted) yield decode()
      }
    }
  } catch (error) {
    failure = { error }
  }
  if (filled > 0) yield decode()
  if (failure !== undefined) throw failure.error
}

function toDecoded(problem: FormatProblem): Decoded {
  return { kind: 'problem', problem }
}
