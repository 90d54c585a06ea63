import type { Query, QueryField } from './query.ts'

/**
 * What stands side by side. Terms that speak of one test, or of one event, belong together, so that
 * `field:CommandLine op:contains value:-enc` is about one indicator that is all three. A word that comes a second
 * time begins the next test.
 *
 *     field:Image value:a field:CommandLine value:b  →  (Image, a) and (CommandLine, b)
 */
export type Conjunct = TestTerms | EventTerms | { readonly kind: 'query'; readonly query: Query }

/** One indicator, or where `excludes` is there one member of an exclusion, that does all of this. */
export interface TestTerms {
  readonly kind: 'test'
  readonly field?: QueryField
  readonly op?: QueryField
  readonly value?: QueryField
  readonly excludes?: QueryField
}

/** One event type that does both. */
export interface EventTerms {
  readonly kind: 'event'
  readonly event?: QueryField
  readonly provider?: QueryField
}

export function conjunctsOf(operands: readonly Query[]): readonly Conjunct[] {
  const conjuncts: Conjunct[] = []
  // The places of the test and of the event that further terms can join.
  let openTest = -1
  let openEvent = -1
  for (const query of operands) {
    const field = query.kind === 'field' ? query.field : undefined
    if (query.kind === 'field' && (field === 'event' || field === 'provider')) {
      const open = conjuncts[openEvent]
      const joined = open?.kind === 'event' && open[field] === undefined ? open : undefined
      if (joined === undefined) openEvent = conjuncts.length
      conjuncts[openEvent] = { kind: 'event', ...joined, [field]: query }
    } else if (query.kind === 'field' && isTestField(field)) {
      const open = conjuncts[openTest]
      const joined = open?.kind === 'test' && canJoin(open, field) ? open : undefined
      if (joined === undefined) openTest = conjuncts.length
      conjuncts[openTest] = { kind: 'test', ...joined, [field]: query }
    } else conjuncts.push({ kind: 'query', query })
  }
  return conjuncts
}

type TestField = 'field' | 'op' | 'value' | 'excludes'

function isTestField(field: string | undefined): field is TestField {
  return field === 'field' || field === 'op' || field === 'value' || field === 'excludes'
}

/** A value that is looked for and one that is excluded are never one test. */
function canJoin(open: TestTerms, field: TestField): boolean {
  if (open[field] !== undefined) return false
  if (field === 'value') return open.excludes === undefined
  return field !== 'excludes' || open.value === undefined
}
