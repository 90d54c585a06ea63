import type { Tally } from '../../app/catalogue/index.ts'
import { termText } from '../facet-query.ts'
import type { Html } from '../html.ts'
import { href, type SiteContext } from '../site-context.ts'
import { countText } from '../text.ts'

/** A bar whose length is the share of `count` in `largest`; the figure beside it says the same. */
export function Bar({
  count,
  largest,
}: {
  readonly count: number
  readonly largest: number
}): Html {
  const width = largest === 0 ? 0 : Math.max(0.5, (100 * count) / largest)
  return (
    <svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect width={String(Math.round(width * 10) / 10)} height="1" />
    </svg>
  )
}

export interface BarListProps {
  readonly context: SiteContext
  readonly tallies: readonly Tally[]
  /** What the names are: the head of the column. */
  readonly name: string
  /** What is counted. */
  readonly count?: string
  readonly limit?: number
  /** The field of the search line that the names are values of: they lead to their rules. */
  readonly field?: string
  /** What those rules have in common: the query that the bars are about. */
  readonly within?: string
}

/** Names with a bar and a figure each; lists that are cut say how many names are left. */
export function BarList({
  context,
  tallies,
  name,
  count = 'rules',
  limit = 20,
  field,
  within = '',
}: BarListProps): Html {
  const shown = tallies.slice(0, limit)
  const largest = Math.max(0, ...shown.map(tally => tally.count))
  return (
    <>
      <table class="bars">
        <thead>
          <tr>
            <th scope="col">{name}</th>
            <td></td>
            <th scope="col" class="figure">
              {count}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(tally => (
            <tr>
              <td>
                <Name context={context} tally={tally} field={field} within={within} />
              </td>
              <td class="drawn">
                <Bar count={tally.count} largest={largest} />
              </td>
              <td class="figure">{countText(tally.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {tallies.length > shown.length && (
        <p class="more">and {countText(tallies.length - shown.length)} more</p>
      )}
    </>
  )
}

function Name({
  context,
  tally,
  field,
  within,
}: Pick<BarListProps, 'context'> & {
  readonly tally: Tally
  readonly field: string | undefined
  readonly within: string
}): Html {
  const { name, address } = tally
  if (address !== undefined) return <a href={href(context, address)}>{name}</a>
  if (field === undefined || isAbsence(name)) return <>{name}</>
  const query = within === '' ? termText(field, name) : `${within} ${termText(field, name)}`
  return <a href={href(context, 'rules', { q: query })}>{name}</a>
}

/** `no level`, `any platform`: rules that say nothing, which no term of the search line asks for. */
function isAbsence(name: string): boolean {
  return /^(no|any)( |$)/.test(name)
}
