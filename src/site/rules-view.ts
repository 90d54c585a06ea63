import { type RuleColumn, ruleColumns, usualColumns } from './parts/rule-table.tsx'

/** How the list of rules is shown: a part of its address, which changes nothing about what is in it. */
export interface RulesView {
  readonly columns: readonly RuleColumn[]
  readonly density: 'roomy' | 'dense'
}

/** The view that is shown where the address names none. */
export const usualView: RulesView = { columns: usualColumns, density: 'roomy' }

/** The view that an address asks for (`columns=level,status&density=dense`); what it does not know is left out. */
export function toRulesView(columns: string | undefined, density: string | undefined): RulesView {
  const wanted = new Set((columns ?? '').split(','))
  const known = ruleColumns.filter(column => wanted.has(column))
  return {
    columns: columns === undefined ? usualColumns : known,
    density: density === 'dense' ? 'dense' : 'roomy',
  }
}

/** What the view adds to an address: nothing for the usual one. */
export function viewQuery({ columns, density }: RulesView): {
  readonly columns: string | undefined
  readonly density: string | undefined
} {
  const text = columns.join(',')
  return {
    columns: text === usualColumns.join(',') ? undefined : text === '' ? 'none' : text,
    density: density === 'dense' ? 'dense' : undefined,
  }
}
