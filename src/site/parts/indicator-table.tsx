import type { IndicatorRow } from '../../app/catalogue/index.ts'
import type { Html } from '../html.ts'
import { href, type SiteContext } from '../site-context.ts'
import { kindText } from '../text.ts'
import { Figure, FigureHead } from './figure.tsx'
import { Value } from './value.tsx'
import { byVendorText, Thing } from './words.tsx'

export interface IndicatorTableProps {
  readonly context: SiteContext
  readonly rows: readonly IndicatorRow[]
  /** Which side the list is about: what rules look for, or what they exclude. */
  readonly side: 'looking' | 'excluding'
  /** What `here` counts: the head of its column. */
  readonly here?: string
  /** All rows are of one field, which the page names. */
  readonly isOneField?: boolean
}

/** Indicators of a list, with how many families look for each and how many exclude it. */
export function IndicatorTable({
  context,
  rows,
  side,
  here,
  isOneField = false,
}: IndicatorTableProps): Html {
  return (
    <table class={`list stack indicators ${side}`}>
      <thead>
        <tr>
          {!isOneField && <th scope="col">field</th>}
          <th scope="col">test</th>
          <th scope="col">value</th>
          {here !== undefined && <FigureHead title={here} />}
          <FigureHead title="look for it" />
          <FigureHead title="exclude it" />
          <th scope="col">by vendor</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr>
            {!isOneField && (
              <td class="field">
                <Thing context={context} link={row.field} />
              </td>
            )}
            <td class="kind">{testText(row)}</td>
            <td class="value">
              <a href={href(context, row.address)}>
                <Value value={row.value} />
              </a>
            </td>
            {here !== undefined && <Figure count={row.here ?? 0} title={here} />}
            <Figure count={row.families} title="look for it" />
            <Figure count={row.excluding} title="exclude it" isExcluded />
            <td class="by">
              {byVendorText(side === 'looking' ? row.byVendor : row.excludingByVendor)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** `ends with`, with what else belongs to the test: `windash contains, cased`. */
export function testText(test: {
  readonly kind: string
  readonly cased: boolean
  readonly transforms: readonly string[]
}): string {
  const words = [...test.transforms, kindText(test.kind)].join(' ')
  return test.cased ? `${words}, cased` : words
}
