import type { Decoded } from '../problem.ts'
import type { EventDecoder } from '../raw-decoder.ts'
import { chunkSize, decodeEvtxChunk } from './chunk.ts'
import { evtxHeaderSize, parseEvtxHeader } from './header.ts'

/**
 * A decoder of EVTX that builds its events: the plain one. With `start` the bytes begin with a chunk, at
 * this offset of the file; otherwise with the file’s header.
 */
export function evtxDecoder(start?: { readonly offset: number }): EventDecoder {
  const chunk = new Uint8Array(chunkSize)
  let filled = 0
  let offset = start?.offset ?? 0
  let wanted = offset === 0 ? evtxHeaderSize : chunkSize
  function* decode(): Generator<Decoded> {
    const bytes = chunk.subarray(0, filled)
    if (offset === 0) {
      for (const problem of parseEvtxHeader(bytes).problems) yield { kind: 'problem', problem }
    } else yield* decodeEvtxChunk(bytes, offset)
    offset += filled
    filled = 0
    wanted = chunkSize
  }
  return {
    *push(bytes) {
      for (let at = 0; at < bytes.length; ) {
        const taken = Math.min(wanted - filled, bytes.length - at)
        chunk.set(bytes.subarray(at, at + taken), filled)
        filled += taken
        at += taken
        if (filled === wanted) yield* decode()
      }
    },
    *finish() {
      if (filled > 0) yield* decode()
    },
  }
}
