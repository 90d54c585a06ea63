import type { IndicatorRow } from '../../app/catalogue/index.ts'
import type { Html } from '../html.ts'
import { href, type SiteContext } from '../site-context.ts'
import { cutText, figureText, kindText } from '../text.ts'
import { byVendorText, Thing } from './words.tsx'

export interface IndicatorTableProps {
  readonly context: SiteContext
  readonly rows: readonly IndicatorRow[]
  /** Which side the list is about: what rules look for, or what they exclude. */
  readonly side: 'looking' | 'excluding'
  /** What `here` counts: the head of its column. */
  readonly here?: string
}

/** Indicators of a list, with how many families look for each and how many exclude it. */
export function IndicatorTable({ context, rows, side, here }: IndicatorTableProps): Html {
  return (
    <table class={`list stack indicators ${side}`}>
      <thead>
        <tr>
          <th scope="col">field</th>
          <th scope="col">test</th>
          <th scope="col">value</th>
          {here !== undefined && (
            <th scope="col" class="figure">
              {here}
            </th>
          )}
          <th scope="col" class="figure">
            look for it
          </th>
          <th scope="col" class="figure">
            exclude it
          </th>
          <th scope="col">by vendor</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr>
            <td class="field">
              <Thing context={context} link={row.field} />
            </td>
            <td class="kind">{testText(row)}</td>
            <td class="value">
              <a href={href(context, row.address)}>
                <code>{valueText(row.value)}</code>
              </a>
            </td>
            {here !== undefined && (
              <td class="figure" data-l={here}>
                {figureText(row.here ?? 0)}
              </td>
            )}
            <td class="figure" data-l="look for it">
              {figureText(row.families)}
            </td>
            <td class="figure excluded" data-l="exclude it">
              {figureText(row.excluding)}
            </td>
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

/** A value in a list: cut where it is long, and never nothing to click on. */
export function valueText(value: string): string {
  return value === '' ? '(empty)' : cutText(value, 200)
}
