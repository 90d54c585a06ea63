import type { RuleRow } from '../../app/catalogue/index.ts'
import type { Html } from '../html.ts'
import { href, type SiteContext } from '../site-context.ts'
import { cutText, dateText, figureText } from '../text.ts'
import { Ids, Level } from './words.tsx'

/** What a list of rules can show beside the title, in the order in which it does. */
export const ruleColumns = [
  'level',
  'status',
  'vendor',
  'language',
  'logsource',
  'tactics',
  'techniques',
  'author',
  'branches',
  'indicators',
  'exclusions',
  'date',
  'modified',
] as const

export type RuleColumn = (typeof ruleColumns)[number]

export const usualColumns: readonly RuleColumn[] = [
  'level',
  'vendor',
  'logsource',
  'techniques',
  'indicators',
  'exclusions',
  'modified',
]

const columnTitles: Readonly<Record<RuleColumn, string>> = {
  level: 'level',
  status: 'status',
  vendor: 'vendor',
  language: 'language',
  logsource: 'log source',
  tactics: 'tactics',
  techniques: 'techniques',
  author: 'author',
  branches: 'branches',
  indicators: 'indicators',
  exclusions: 'exclusions',
  date: 'created',
  modified: 'changed',
}

/** The title of a column, as its head has it. */
export function columnTitle(column: RuleColumn): string {
  return columnTitles[column]
}

const figures: ReadonlySet<RuleColumn> = new Set(['branches', 'indicators', 'exclusions'])

export interface RuleTableProps {
  readonly context: SiteContext
  readonly rules: readonly RuleRow[]
  readonly columns?: readonly RuleColumn[]
  /** What the heads of columns lead to, where the list can be sorted. */
  readonly sort?: {
    readonly by: string
    readonly descending: boolean
    readonly link: (column: string) => string
  }
}

/** Rules, a row each. */
export function RuleTable({ context, rules, columns = usualColumns, sort }: RuleTableProps): Html {
  return (
    <table class="list rules stack">
      <thead>
        <tr>
          <Head column="title" title="rule" sort={sort} />
          {columns.map(column => (
            <Head
              column={column}
              title={columnTitles[column]}
              sort={sort}
              isFigure={figures.has(column)}
            />
          ))}
        </tr>
      </thead>
      <tbody>
        {rules.map(rule => (
          <tr>
            <td class="title">
              <a href={href(context, rule.address)}>{cutText(rule.title, 200)}</a>
              <Notes rule={rule} />
            </td>
            {columns.map(column => (
              <td {...cellAttributes(column)}>
                <Cell context={context} rule={rule} column={column} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function cellAttributes(column: RuleColumn): Readonly<Record<string, string>> {
  if (figures.has(column)) return { class: 'figure', 'data-l': columnTitles[column] }
  return column === 'date' || column === 'modified' ? { class: 'date' } : {}
}

function Head({
  column,
  title,
  sort,
  isFigure = false,
}: {
  readonly column: string
  readonly title: string
  readonly sort: RuleTableProps['sort']
  readonly isFigure?: boolean
}): Html {
  const isSorted = sort?.by === column
  const order = sort?.descending === true ? 'descending' : 'ascending'
  return (
    <th
      scope="col"
      {...(isFigure ? { class: 'figure' } : {})}
      {...(isSorted ? { 'aria-sort': order } : {})}
    >
      {sort === undefined || !sortable.has(column) ? (
        title
      ) : (
        <a href={sort.link(column)}>{title}</a>
      )}
    </th>
  )
}

/** Columns that the list of rules can be sorted by. */
const sortable: ReadonlySet<string> = new Set([
  'title',
  'level',
  'status',
  'vendor',
  'branches',
  'indicators',
  'exclusions',
  'date',
  'modified',
])

function Notes({ rule }: { readonly rule: RuleRow }): Html {
  const notes = [
    ...(rule.isCounted ? [] : [rule.status ?? 'not counted']),
    ...(rule.copies > 0 ? [rule.copies === 1 ? '1 copy' : `${rule.copies} copies`] : []),
    ...(rule.hasDiagnostics ? ['has diagnostics'] : []),
  ]
  return notes.length === 0 ? <></> : <span class="note">{notes.join(', ')}</span>
}

function Cell({
  context,
  rule,
  column,
}: {
  readonly context: SiteContext
  readonly rule: RuleRow
  readonly column: RuleColumn
}): Html {
  switch (column) {
    case 'level':
      return <Level level={rule.level} />
    case 'techniques':
      return <Ids context={context} links={rule.techniques} limit={4} />
    case 'tactics':
      return <>{rule.tactics.map(tactic => tactic.name).join(', ')}</>
    case 'logsource':
      return <>{logSourceText(rule)}</>
    case 'author':
      return <>{cutText(rule.authors.join(', '), 80)}</>
    case 'branches':
    case 'indicators':
    case 'exclusions':
      return <>{figureText(rule[column])}</>
    case 'date':
    case 'modified':
      return <>{dateText(rule[column] ?? '')}</>
    default:
      return <>{rule[column] ?? ''}</>
  }
}

/** `windows process_creation`: a rule’s log source in words. */
export function logSourceText({ product, category, service }: RuleRow): string {
  const words = [product, category, service].filter(word => word !== undefined)
  // Lists of them are one word to a browser.
  return words.join(' ').replaceAll(',', ', ')
}
