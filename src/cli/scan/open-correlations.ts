import type { WireCorrelationMatch } from '../../app/index.ts'
import type { CorrelationGatherer, CorrelationSetup } from '../../app/scan/index.ts'

/** Gathers what rules contribute, and gives what correlations match as programs read it. */
export interface OpenCorrelations extends Omit<CorrelationGatherer, 'finish'> {
  finish(): Omit<ReturnType<CorrelationGatherer['finish']>, 'matches'> & {
    readonly matches: Iterable<WireCorrelationMatch>
  }
}

/** Opens the correlations of a scan. Most sets of rules have none, and need nothing of them loaded. */
export async function openCorrelations(setup: CorrelationSetup): Promise<OpenCorrelations> {
  const { nodes, sequences = [] } = setup.plan
  if (nodes.length === 0 && sequences.length === 0) return none
  const { createCorrelations, toWireCorrelationMatch } = await import(
    '../../app/correlate/index.ts'
  )
  const gatherer = createCorrelations(setup)
  return {
    add: gatherer.add,
    addTimeless: gatherer.addTimeless,
    addStart: gatherer.addStart,
    finish() {
      const { matches, ...rest } = gatherer.finish()
      return {
        ...rest,
        matches: {
          *[Symbol.iterator]() {
            for (const match of matches) yield toWireCorrelationMatch(match)
          },
        },
      }
    },
  }
}

const none: OpenCorrelations = {
  add() {},
  addTimeless() {},
  addStart() {},
  finish: () => ({ matches: [], count: 0, summary: { timeless: 0, dropped: 0, passedOver: [] } }),
}
