import type { RuleRow } from '../../app/catalogue/index.ts'
import type {
  WireCorrelationMatch,
  WireEvent,
  WireEventMatch,
  WireMatch,
  WireSummary,
} from '../../app/index.ts'
import { Document } from '../document.tsx'
import type { Html } from '../html.ts'
import { Figures, Head } from '../parts/head.tsx'
import { Nothing, Section } from '../parts/section.tsx'
import { Level } from '../parts/words.tsx'
import { href, type SiteContext } from '../site-context.ts'
import { cutText, kindText } from '../text.ts'

/** What the rules of a catalogue found in some logs. */
export interface MatchesModel {
  readonly summary: WireSummary
  readonly rules: readonly RuleMatches[]
}

export interface RuleMatches {
  readonly rule: RuleRow
  readonly matches: readonly WireMatch[]
}

export interface MatchesProps {
  readonly model: MatchesModel
  readonly context: SiteContext
}

const maxMatches = 20
const maxEvents = 20

/** Every rule that fired, with the events and what in them satisfied it. */
export function MatchesPage({ model, context }: MatchesProps): Html {
  const { summary, rules } = model
  return (
    <Document context={context} title="Sample logs" section="matches">
      <Head eyebrow="Sample logs" title="What the rules found">
        <p class="lead">
          Every rule comes with an event that fires it and one that nearly does, which must not.
        </p>
        <Figures
          figures={[
            [summary.rules.run, 'rules ran'],
            [summary.events, 'events'],
            [summary.matches, 'matches', 'looking'],
            [rules.length, 'rules fired'],
          ]}
        />
      </Head>
      {rules.length === 0 && <Nothing>No rule fired.</Nothing>}
      {rules.map(fired => (
        <RuleSection fired={fired} context={context} />
      ))}
    </Document>
  )
}

function RuleSection({
  fired: { rule, matches },
  context,
}: {
  readonly fired: RuleMatches
  readonly context: SiteContext
}): Html {
  return (
    <Section
      id={rule.slug}
      title={rule.title}
      note={
        <>
          <Level level={rule.level} /> <a href={href(context, rule.address)}>the rule</a>
        </>
      }
    >
      {matches
        .slice(0, maxMatches)
        .map(match =>
          'event' in match ? <EventMatch match={match} /> : <CorrelationMatch match={match} />,
        )}
      {matches.length > maxMatches && <p class="more">and {matches.length - maxMatches} more</p>}
    </Section>
  )
}

function EventMatch({ match }: { readonly match: WireEventMatch }): Html {
  return (
    <>
      <p>{placeText(match.event)}</p>
      <table class="plain stack">
        <thead>
          <tr>
            <th scope="col">field</th>
            <th scope="col">test</th>
            <th scope="col">value</th>
            <th scope="col">found</th>
          </tr>
        </thead>
        <tbody>
          {match.tests.map(test => (
            <tr>
              <td class="field">{test.field}</td>
              <td class="kind">{kindText(test.kind)}</td>
              <td class="value">
                <code>{cutText(test.value, 500)}</code>
              </td>
              <td class="value">
                <Found test={test} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function CorrelationMatch({ match }: { readonly match: WireCorrelationMatch }): Html {
  const { group, value, eventCount, events } = match
  const common = Object.entries(group).map(([field, text]) => `${field}: ${text}`)
  return (
    <>
      <p>
        {[
          `${eventCount} events together`,
          ...(value === undefined ? [] : [`value ${value}`]),
          ...common,
        ].join(' · ')}
      </p>
      <ul>
        {events.slice(0, maxEvents).map(event => (
          <li>{placeText(event)}</li>
        ))}
      </ul>
      {events.length > maxEvents && <p class="more">and {events.length - maxEvents} more</p>}
    </>
  )
}

function placeText({ file, record, time }: WireEvent): string {
  const parts = [file, record === undefined ? undefined : `record ${record}`, time]
  return parts.filter(part => part !== undefined).join(', ')
}

/** The value of the event with what was found in it marked. */
function Found({ test }: { readonly test: WireEventMatch['tests'][number] }): Html {
  const { found, at } = test
  if (found === undefined) return <em>absent</em>
  if (at === undefined) return <code>{cutText(found, 1000)}</code>
  return (
    <code>
      {found.slice(0, at[0])}
      <mark>{found.slice(at[0], at[1])}</mark>
      {cutText(found.slice(at[1]), 1000)}
    </code>
  )
}
