import { crc32 } from 'node:zlib'
import {
  EvtxPlans,
  evtxDecoder,
  evtxHeaderSize,
  evtxRawDecoder,
  isEvtx,
  packPlans,
  unpackPlans,
} from '../formats/evtx/index.ts'
import type { LogFormat } from './log-format.ts'

export const evtxFormat: LogFormat = {
  recognise: ({ bytes }) => isEvtx(bytes),
  mayBe: ({ bytes }) => isEvtxChunk(bytes.subarray(evtxHeaderSize, evtxHeaderSize + 8)),
  open: (_, start) => evtxDecoder(start),
  rawDecoders(_, names, kept) {
    const plans = kept === undefined ? new EvtxPlans() : unpackPlans(kept, names)
    const before = plans.variants
    return {
      open: (sink, start) => evtxRawDecoder(names, sink, { ...start, crc32, plans }),
      learnt: () =>
        plans.variants === before || plans.hasForgotten ? undefined : packPlans(plans, names),
    }
  },
}

function isEvtxChunk(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 7)) === 'ElfChnk'
}
