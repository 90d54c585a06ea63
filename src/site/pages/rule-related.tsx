import type { RuleRow, SharingRule } from '../../app/catalogue/index.ts'
import type { Html } from '../html.ts'
import { RuleTable } from '../parts/rule-table.tsx'
import { Section } from '../parts/section.tsx'
import { EventTable } from '../parts/tables.tsx'
import { Value } from '../parts/value.tsx'
import { Level } from '../parts/words.tsx'
import { href, type SiteContext } from '../site-context.ts'
import { countText, kindText } from '../text.ts'
import type { RuleProps } from './rule.tsx'

const maxCopies = 30
const maxSharing = 30
const maxShared = 3

/** Other rules of equal logic, and those of other sources with the same id. */
export function Copies({ model, context }: RuleProps): Html {
  const copies = model.copies.slice(0, maxCopies)
  const sameId = model.sameId.filter(
    rule => !model.copies.some(copy => copy.address === rule.address),
  )
  return (
    <>
      {copies.length > 0 && (
        <Section
          id="copies"
          title="Copies"
          count={model.copies.length}
          note="Rules of equal logic. They are one family with this one, and are not counted as others."
        >
          <RuleTable
            context={context}
            rules={copies}
            columns={['level', 'status', 'vendor', 'author', 'modified']}
          />
          <More all={model.copies.length} shown={copies.length} />
        </Section>
      )}
      {sameId.length > 0 && (
        <Section
          id="same-id"
          title="The same id elsewhere"
          count={sameId.length}
          note="Rules of other sources that carry this rule’s id and have other logic."
        >
          <RuleTable
            context={context}
            rules={sameId.slice(0, maxCopies)}
            columns={['level', 'status', 'vendor', 'modified']}
          />
          <More all={sameId.length} shown={Math.min(sameId.length, maxCopies)} />
        </Section>
      )}
    </>
  )
}

/** Rules that look for something that this one looks for too. */
export function SharingRules({ model, context }: RuleProps): Html {
  const { sharing } = model
  if (sharing.length === 0) return <></>
  const shown = sharing.slice(0, maxSharing)
  return (
    <Section
      id="sharing"
      title="Rules that share indicators"
      count={sharing.length}
      note="The rarer what they share, the earlier they stand."
    >
      <table class="list stack">
        <thead>
          <tr>
            <th scope="col">rule</th>
            <th scope="col">level</th>
            <th scope="col">vendor</th>
            <th scope="col" class="figure">
              shared
            </th>
            <th scope="col">what they share, and how many look for it</th>
            {!context.isStatic && (
              <th scope="col">
                <span class="hidden">compare</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map(other => (
            <SharingRow context={context} own={model.row} other={other} />
          ))}
        </tbody>
      </table>
      <More all={sharing.length} shown={shown.length} />
    </Section>
  )
}

function SharingRow({
  context,
  own,
  other,
}: {
  readonly context: SiteContext
  readonly own: RuleRow
  readonly other: SharingRule
}): Html {
  const { rule, shared } = other
  return (
    <tr>
      <td class="title">
        <a href={href(context, rule.address)}>{rule.title}</a>
      </td>
      <td>
        <Level level={rule.level} />
      </td>
      <td>{rule.vendor}</td>
      <td class="figure" data-l="shared">
        {countText(shared.length)}
      </td>
      <td class="long">
        <ul class="values">
          {shared.slice(0, maxShared).map(row => (
            <li>
              <a href={href(context, row.address)}>
                <span class="quiet">
                  {row.field.name} {kindText(row.kind)}
                </span>{' '}
                <Value value={row.value} />
              </a>{' '}
              <span class="quiet">{countText(row.families)}</span>
            </li>
          ))}
          {shared.length > maxShared && (
            <li class="more">and {countText(shared.length - maxShared)} more</li>
          )}
        </ul>
      </td>
      {!context.isStatic && (
        <td>
          <a href={href(context, 'compare', { rule: [own.address, rule.address] })}>compare</a>
        </td>
      )}
    </tr>
  )
}

/** Which other rules the same events can satisfy: a count for each event type. */
export function SameEvents({ model, context }: RuleProps): Html {
  if (model.sameEvents.length === 0) return <></>
  const shown = model.sameEvents.slice(0, maxSharing)
  return (
    <Section
      id="same-events"
      title="Rules on the same events"
      note="How many rules of the catalogue each of these event types can satisfy."
    >
      <EventTable context={context} rows={shown} />
      <More all={model.sameEvents.length} shown={shown.length} />
    </Section>
  )
}

function More({ all, shown }: { readonly all: number; readonly shown: number }): Html {
  return all === shown ? <></> : <p class="more">and {countText(all - shown)} more</p>
}
