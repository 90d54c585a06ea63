import type { WireEventCoverage } from '../../app/index.ts'
import type { Html } from '../html.ts'
import { Nothing, Section } from '../parts/section.tsx'
import { href } from '../site-context.ts'
import { countOf, countText } from '../text.ts'
import type { RuleProps } from './rule.tsx'

const maxEvents = 40

/** Which events can make the rule fire, and what each of them lacks. */
export function RuleEvents({ model, context }: RuleProps): Html {
  const { events } = model.rule
  const shown = events.slice(0, maxEvents)
  return (
    <Section
      id="events"
      title="Event coverage"
      note={
        events.length > 0 &&
        `An event covers a branch when it has every field that the branch looks for. This rule has ${countOf(model.rule.branches, 'branch', 'branches')}.`
      }
    >
      {events.length === 0 ? (
        <Nothing>No known event type is named by this rule’s log source.</Nothing>
      ) : (
        <table class="plain stack coverage">
          <thead>
            <tr>
              <th scope="col">event</th>
              <th scope="col">provider</th>
              <th scope="col" class="figure">
                id
              </th>
              <th scope="col" class="figure">
                branches
              </th>
              <th scope="col">what it lacks</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((event, index) => (
              <tr>
                <td class="title">
                  <EventTitle event={event} link={addressLink(model.events[index])} />
                </td>
                <td>
                  {event.provider}
                  {event.channel !== undefined && event.channel !== event.provider && (
                    <small>{event.channel}</small>
                  )}
                </td>
                <td class="figure" data-l="id">
                  {event.eventId ?? ''}
                </td>
                <td class="figure" data-l="branches">
                  <span class={event.branchesCovered < event.branches ? 'partial' : 'whole'}>
                    {countText(event.branchesCovered)} of {countText(event.branches)}
                  </span>
                </td>
                <td>
                  <Lacks event={event} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {events.length > shown.length && (
        <p class="more">and {countOf(events.length - shown.length, 'more event type')}</p>
      )}
    </Section>
  )

  function addressLink(address: string | undefined): string | undefined {
    return address === undefined ? undefined : href(context, address)
  }
}

function EventTitle({
  event,
  link,
}: {
  readonly event: WireEventCoverage
  readonly link: string | undefined
}): Html {
  return (
    <>
      {link === undefined ? event.title : <a href={link}>{event.title}</a>}
      {event.enable !== undefined && <small>{event.enable}</small>}
    </>
  )
}

function Lacks({ event }: { readonly event: WireEventCoverage }): Html {
  return (
    <>
      {event.missingFields.length > 0 && (
        <span class="lack">
          no <Names names={event.missingFields} />
        </span>
      )}
      {event.exclusionsWithoutField.length > 0 && (
        <span class="lack">
          never excludes by <Names names={event.exclusionsWithoutField} />, which it has not
        </span>
      )}
      {event.vacuousAbsences.length > 0 && (
        <span class="lack">
          absence of <Names names={event.vacuousAbsences} /> always holds: it never has it
        </span>
      )}
      {!event.fieldsKnown && <span class="lack quiet">its fields are not known: assumed</span>}
    </>
  )
}

function Names({ names }: { readonly names: readonly string[] }): Html {
  const shown = names.slice(0, 12)
  return (
    <>
      {shown.map((name, index) => (
        <>
          {index > 0 && ', '}
          <code>{name}</code>
        </>
      ))}
      {names.length > shown.length && ` and ${names.length - shown.length} more`}
    </>
  )
}
