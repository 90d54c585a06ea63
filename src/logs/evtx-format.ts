import { crc32 } from 'node:zlib'
import {
  EvtxPlans,
  evtxDecoder,
  evtxHeaderSize,
  evtxRawDecoder,
  isEvtx,
} from '../formats/evtx/index.ts'
import type { LogFormat } from './log-format.ts'

export const evtxFormat: LogFormat = {
  recognise: ({ bytes }) => isEvtx(bytes),
  mayBe: ({ bytes }) => isEvtxChunk(bytes.subarray(evtxHeaderSize, evtxHeaderSize + 8)),
  open: (_, start) => evtxDecoder(start),
  rawDecoders(_, names) {
    const plans = new EvtxPlans()
    return (sink, start) => evtxRawDecoder(names, sink, { ...start, crc32, plans })
  },
}

function isEvtxChunk(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 7)) === 'ElfChnk'
}
