import type { LogSource, Scalar } from '../ir/index.ts'
import type { Category } from './event-type.ts'
import { membershipTest, namesAnything } from './log-source.ts'
import type { RecognisedEvent } from './recognised-event.ts'

/** The values of a field of an event by the event’s own name; `undefined` when it has none such. */
export type ValuesOfField = (field: string) => readonly Scalar[] | undefined

/** Which events the rules of one log source look at. */
export interface SeenBy {
  /**
   * Whether they look at the event: its product, service and category fit, and it fulfils the
   * category’s own condition (`registry_add` is `EventType: CreateKey`).
   */
  sees(recognised: RecognisedEvent, valuesOf: ValuesOfField): boolean
  /** {@link sees} as far as it is the same for all events that are recognised so. */
  seesAll(recognised: RecognisedEvent): 'all' | 'some' | 'none'
}

/** What a log source sees; one that names nothing, or that nothing known has, sees no event. */
export function compileSeenBy(logSource: LogSource): SeenBy {
  if (!namesAnything(logSource)) return { sees: () => false, seesAll: () => 'none' }
  const belongs = membershipTest(logSource)
  return {
    sees: (recognised, valuesOf) => belongs(recognised, category => holds(category, valuesOf)),
    seesAll(recognised) {
      if (belongs(recognised, ({ when }) => when === undefined)) return 'all'
      return belongs(recognised) ? 'some' : 'none'
    },
  }
}

function holds({ when }: Category, valuesOf: ValuesOfField): boolean {
  if (when === undefined) return true
  const values = valuesOf(when.field) ?? []
  return values.some(value =>
    when.values.some(wanted => String(value).toLowerCase() === wanted.toLowerCase()),
  )
}
