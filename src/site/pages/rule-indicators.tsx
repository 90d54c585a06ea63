import type { LinkedIndicator } from '../../app/catalogue/index.ts'
import type { WireExclusion } from '../../app/index.ts'
import type { Html } from '../html.ts'
import { Figure, FigureHead } from '../parts/figure.tsx'
import { testText } from '../parts/indicator-table.tsx'
import { Nothing, Section } from '../parts/section.tsx'
import { Value } from '../parts/value.tsx'
import { byVendorText, Thing } from '../parts/words.tsx'
import type { RuleLimits } from '../rule-limits.ts'
import { href, type SiteContext } from '../site-context.ts'
import { countOf, countText } from '../text.ts'
import type { LimitedRuleProps } from './rule.tsx'

/** Longer values are cut. */
const maxValue = 1000

/** What the rule looks for, and who else does. */
export function RuleIndicators({ model, context, limits }: LimitedRuleProps): Html {
  const { indicators } = model
  const shown = indicators.slice(0, shownCount(indicators, limits))
  return (
    <Section
      id="indicators"
      title="Indicators"
      count={indicators.length}
      note={
        indicators.length > 0 &&
        'What the rule looks for. Others: families of rules, of any vendor, that look for the same; blank where it is this rule’s own.'
      }
    >
      {indicators.length === 0 ? (
        <Nothing>The rule looks for no value of a field that could be counted.</Nothing>
      ) : (
        <table class="list stack indicators looking">
          <Heads side="looking" />
          <tbody>
            {shown.map((linked, index) => (
              <Row context={context} linked={linked} id={`i${index}`} side="looking" />
            ))}
          </tbody>
        </table>
      )}
      <Cut rows={indicators} shown={shown.length} prefix="i" path={model.rule.path} />
    </Section>
  )
}

/** What the rule leaves out; members of a group count only together. */
export function RuleExclusions({ model, context, limits }: LimitedRuleProps): Html {
  const { exclusions } = model
  if (exclusions.length === 0) return <></>
  const shown = exclusions.slice(0, shownCount(exclusions, limits))
  const groups = toGroups(shown)
  return (
    <Section
      id="exclusions"
      title="Exclusions"
      count={exclusions.length}
      note="What the rule leaves out. Others: families of rules that exclude the same."
    >
      <table class="list stack indicators excluding">
        <Heads side="excluding" />
        {groups.map(({ size, rows }) => (
          <tbody>
            {groups.length > 1 || size > 1 ? (
              <tr class="part-name">
                <th scope="rowgroup" colspan={6}>
                  {size > 1
                    ? `${countOf(size, 'condition')} that must hold together`
                    : 'each by itself'}
                  {rows.length < size && ', of which some have no value to list'}
                </th>
              </tr>
            ) : (
              <></>
            )}
            {rows.map(({ linked, index }) => (
              <Row context={context} linked={linked} id={`x${index}`} side="excluding" />
            ))}
          </tbody>
        ))}
      </table>
      <Cut rows={exclusions} shown={shown.length} prefix="x" path={model.rule.path} />
    </Section>
  )
}

function Heads({ side }: Pick<RowProps, 'side'>): Html {
  return (
    <thead>
      <tr>
        <th scope="col">field</th>
        <th scope="col">test</th>
        <th scope="col">value</th>
        <FigureHead title="others" />
        <FigureHead title={side === 'looking' ? 'exclude it' : 'look for it'} />
        <th scope="col">others by vendor</th>
      </tr>
    </thead>
  )
}

interface RowProps {
  readonly context: SiteContext
  readonly linked: LinkedIndicator
  readonly id: string
  readonly side: 'looking' | 'excluding'
}

function Row({ context, linked, id, side }: RowProps): Html {
  const { indicator, address, excluding, families } = linked
  const value = <Value value={indicator.value} limit={maxValue} />
  const isHere = address.startsWith(`${context.address}#`)
  return (
    <tr id={id}>
      <td class="field">
        <Thing context={context} link={linked.field} />
      </td>
      <td class="kind">{testText(indicator)}</td>
      <td class="value">{isHere ? value : <a href={href(context, address)}>{value}</a>}</td>
      <Figure count={indicator.others} title="others" />
      {side === 'looking' ? (
        <Figure count={excluding} title="exclude it" isExcluded />
      ) : (
        <Figure count={families} title="look for it" />
      )}
      <td class="by">{byVendorText(indicator.byVendor)}</td>
    </tr>
  )
}

/** Says how many rows are left out. Links to them lead here: other pages do not know which rows fit. */
function Cut({
  rows,
  shown,
  prefix,
  path,
}: {
  readonly rows: readonly LinkedIndicator[]
  readonly shown: number
  /** Of the ids of the rows. */
  readonly prefix: string
  readonly path: string
}): Html {
  if (shown === rows.length) return <></>
  return (
    <p class="more">
      {rows.slice(shown).map(({ address }, index) => {
        const id = `${prefix}${shown + index}`
        return address.endsWith(`#${id}`) ? <span id={id}></span> : ''
      })}
      and {countText(rows.length - shown)} more, not shown here; all of them stand in the file{' '}
      <code>{path}</code>
    </p>
  )
}

/** How many of the rows fit. */
function shownCount(rows: readonly LinkedIndicator[], limits: RuleLimits): number {
  let characters = 0
  for (let n = 0; n < rows.length && n < limits.rows; n++) {
    characters += Math.min(maxValue, rows[n]?.indicator.value.length ?? 0)
    if (characters > limits.rowCharacters) return Math.max(1, n)
  }
  return Math.min(rows.length, limits.rows)
}

interface Group {
  readonly size: number
  readonly rows: readonly { readonly linked: LinkedIndicator; readonly index: number }[]
}

/** Groups of one condition stand together, each larger one alone. */
function toGroups(exclusions: readonly LinkedIndicator[]): readonly Group[] {
  const groups: {
    key: number
    size: number
    rows: { linked: LinkedIndicator; index: number }[]
  }[] = []
  exclusions.forEach((linked, index) => {
    const { group, groupSize } = groupOf(linked.indicator)
    const key = groupSize > 1 ? group : -1
    const last = groups.at(-1)
    if (last?.key === key) last.rows.push({ linked, index })
    else groups.push({ key, size: groupSize, rows: [{ linked, index }] })
  })
  return groups
}

function groupOf(
  indicator: LinkedIndicator['indicator'],
): Pick<WireExclusion, 'group' | 'groupSize'> {
  return 'group' in indicator ? indicator : { group: 0, groupSize: 1 }
}
