import { expect } from 'vitest'
import {
  EvtxPlans,
  evtxDecoder,
  evtxRawDecoder,
  packPlans,
  unpackPlans,
} from '../../src/formats/index.ts'
import { expectSame, seenPlainly, seenRaw } from './describe-raw-decoder.ts'

/**
 * That the fast decoder of EVTX finds what the plain one does: with plans that it makes, and with those plans when
 * they were kept and come back to a scan whose names have other numbers, which then makes none.
 */
export function checkEvtx(pieces: readonly Uint8Array[]): void {
  const plain = seenPlainly(evtxDecoder(), pieces)
  const made = new EvtxPlans()
  let kept = new Uint8Array(0)
  const first = seenRaw((names, sink) => {
    const decoder = evtxRawDecoder(names, sink, { plans: made })
    return {
      push: bytes => decoder.push(bytes),
      finish() {
        decoder.finish()
        kept = new Uint8Array(packPlans(made, names))
      },
    }
  }, pieces)
  expectSame(first, plain)
  let again = new EvtxPlans()
  const second = seenRaw((names, sink) => {
    for (const name of ['another', 'Image', 'EventID']) names.idOf(name)
    again = unpackPlans(kept, names)
    return evtxRawDecoder(names, sink, { plans: again })
  }, pieces)
  expectSame(second, plain)
  if (!made.hasForgotten) expect(again.variants).toBe(made.variants)
}
