import { conditionStages } from '../condition-stage.ts'
import { lowerSearch } from '../lower-search.ts'
import { searchStages } from '../search-source.ts'
import type { SplCommandOf } from './command.ts'

/** At the beginning it reads events; behind a pipe it filters results. */
export const search: SplCommandOf<'search'> = {
  name: 'search',
  summary: 'Finds events, or keeps the results that a condition holds of.',
  grammar: 'search',
  example: 'index=a error | search b="x*" NOT c=1',
  lower({ expression, span }, lowering) {
    if (lowering.isFirst) return searchStages(expression, { span }, lowering)
    if (expression === undefined) return []
    return conditionStages(() => lowerSearch(expression, lowering), { span }, lowering)
  },
}
