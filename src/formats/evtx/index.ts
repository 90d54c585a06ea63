export { chunkSize, decodeEvtxChunk } from './chunk.ts'
export { evtxDecoder } from './event-decoder.ts'
export { type EvtxHeader, evtxHeaderSize, isEvtx, parseEvtxHeader } from './header.ts'
export { EvtxPlans, type EvtxStart, evtxRawDecoder } from './raw-decoder.ts'
