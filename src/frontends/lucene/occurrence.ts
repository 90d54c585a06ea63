import type { LuceneClause } from './syntax.ts'

/** Whether a clause is required, one of several of which one is enough, or excluded. */
export type Occurrence = 'must' | 'should' | 'must_not'

/**
 * What the words between clauses come to. `AND` requires both of its neighbours, `+` what follows it;
 * everything else is optional, and has an effect only where nothing is required.
 *
 *     a OR b AND c → a is optional, b and c are required
 */
export function occurrencesOf(clauses: readonly LuceneClause[]): readonly Occurrence[] {
  const occurrences: Occurrence[] = []
  for (const { conjunction, modifier } of clauses) {
    const last = occurrences.at(-1)
    if (conjunction === 'AND' && last === 'should') occurrences[occurrences.length - 1] = 'must'
    if (modifier === '-') occurrences.push('must_not')
    else occurrences.push(modifier === '+' || conjunction === 'AND' ? 'must' : 'should')
  }
  return occurrences
}
