import type {
  WireCorrelationMatch,
  WireEvent,
  WireEventMatch,
  WireExclusion,
  WireIndicator,
  WireMatch,
  WireRule,
} from '../app/index.ts'
import type { Html } from './html.ts'
import { Layout } from './layout.tsx'

export interface RulePageProps {
  readonly rule: WireRule
  readonly matches: readonly WireMatch[]
}

/** Everything about one rule, in the order in which a reader asks. */
export function RulePage({ rule, matches }: RulePageProps): Html {
  return (
    <Layout title={rule.title}>
      <h1>{rule.title}</h1>
      <p class="badges">
        <span class={`level ${rule.level ?? ''}`}>{rule.level ?? 'no level'}</span> {rule.vendor} ·{' '}
        {rule.status ?? 'no status'} · <code>{rule.id}</code>
      </p>
      <p class="description">{rule.description}</p>
      {rule.attack.length > 0 && <Attack rule={rule} />}
      <Events rule={rule} />
      <Predicates rule={rule} />
      <h2>Indicators</h2>
      <Indicators rows={rule.indicators} />
      {rule.exclusions.length > 0 && <Exclusions rows={rule.exclusions} />}
      <h2>Rule body</h2>
      <pre>{rule.body}</pre>
      {matches.length > 0 && <Matches matches={matches} />}
      <About rule={rule} />
      {rule.diagnostics.length > 0 && <Diagnostics rule={rule} />}
    </Layout>
  )
}

function Attack({ rule }: { readonly rule: WireRule }): Html {
  return (
    <>
      <h2>ATT&amp;CK coverage</h2>
      <table>
        <thead>
          <tr>
            <th>tactic</th>
            <th>technique</th>
          </tr>
        </thead>
        <tbody>
          {rule.attack.map(({ tactic, technique }) => (
            <tr>
              <td>{tactic === undefined ? '' : `${tactic.id} ${tactic.name}`}</td>
              <td>{technique === undefined ? '' : `${technique.id} ${technique.name}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Events({ rule }: { readonly rule: WireRule }): Html {
  return (
    <>
      <h2>Event coverage</h2>
      <table>
        <thead>
          <tr>
            <th>provider</th>
            <th>event</th>
            <th>title</th>
            <th class="figure">branches</th>
            <th>lacks</th>
          </tr>
        </thead>
        <tbody>
          {rule.events.map(event => (
            <tr>
              <td>{event.provider}</td>
              <td>{event.eventId ?? ''}</td>
              <td>{event.title}</td>
              <td class="figure">{`${event.branchesCovered} of ${event.branches}`}</td>
              <td>{event.missingFields.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Predicates({ rule }: { readonly rule: WireRule }): Html {
  return (
    <>
      <h2>Stages and predicates</h2>
      {rule.stages.map((stage, index) => {
        const predicates = rule.predicates.filter(predicate => predicate.stage === index)
        return (
          <section>
            <p>
              <strong>{stage.kind}</strong> <code>{stage.text}</code>
              {stage.origin !== undefined && ` by the filter “${stage.origin.title}”`}
            </p>
            {predicates.length > 0 && <PredicateTable predicates={predicates} />}
          </section>
        )
      })}
    </>
  )
}

function PredicateTable({ predicates }: { readonly predicates: WireRule['predicates'] }): Html {
  return (
    <table>
      <thead>
        <tr>
          <th>selection</th>
          <th>field</th>
          <th>test</th>
          <th>values</th>
          <th> </th>
        </tr>
      </thead>
      <tbody>
        {predicates.map(predicate => (
          <tr class={predicate.negated ? 'excluded' : ''}>
            <td>{predicate.part ?? ''}</td>
            <td>{predicate.field}</td>
            <td>{`${predicate.negated ? 'not ' : ''}${predicate.kind}${predicate.all ? ' (all)' : ''}`}</td>
            <td>
              {predicate.values.map(value => (
                <code>{value}</code>
              ))}
            </td>
            <td>{[...predicate.transforms, ...(predicate.cased ? ['cased'] : [])].join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Indicators({ rows }: { readonly rows: readonly WireIndicator[] }): Html {
  return (
    <table>
      <thead>
        <tr>
          <th>field</th>
          <th>kind</th>
          <th>value</th>
          <th class="figure">others</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr>
            <td>{row.field}</td>
            <td>{row.kind}</td>
            <td>
              <code>{row.value}</code>
            </td>
            <td class="figure">{row.others === 0 ? '' : row.others}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Exclusions({ rows }: { readonly rows: readonly WireExclusion[] }): Html {
  return (
    <>
      <h2>Exclusions</h2>
      <table>
        <thead>
          <tr>
            <th>group</th>
            <th>field</th>
            <th>kind</th>
            <th>value</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr class="excluded">
              <td>{`${row.group + 1}${row.groupSize > 1 ? ` (all ${row.groupSize})` : ''}`}</td>
              <td>{row.field}</td>
              <td>{row.kind}</td>
              <td>
                <code>{row.value}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Matches({ matches }: { readonly matches: readonly WireMatch[] }): Html {
  return (
    <>
      <h2>Matches in the sample logs</h2>
      {matches.map(match =>
        'event' in match ? <EventMatch match={match} /> : <CorrelationMatch match={match} />,
      )}
    </>
  )
}

function EventMatch({ match }: { readonly match: WireEventMatch }): Html {
  return (
    <section>
      <p>{placeText(match.event)}</p>
      <table>
        <tbody>
          {match.tests.map(test => (
            <tr>
              <td>{test.field}</td>
              <td>{test.kind}</td>
              <td>
                <code>{test.value}</code>
              </td>
              <td>
                <Found test={test} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function CorrelationMatch({ match }: { readonly match: WireCorrelationMatch }): Html {
  const { group, value, eventCount, events } = match
  return (
    <section>
      <p>{`${eventCount} events together${value === undefined ? '' : `, value ${value}`}`}</p>
      <table>
        <tbody>
          {Object.entries(group).map(([field, common]) => (
            <tr>
              <td>{field}</td>
              <td>
                <code>{common}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul>
        {events.map(event => (
          <li>{placeText(event)}</li>
        ))}
      </ul>
    </section>
  )
}

function placeText({ file, record, time }: WireEvent): string {
  return `${file}, record ${record ?? '?'}${time === undefined ? '' : `, ${time}`}`
}

/** The value of the event with what was found in it marked. */
function Found({ test }: { readonly test: WireEventMatch['tests'][number] }): Html {
  const { found, at } = test
  if (found === undefined) return <em>absent</em>
  if (at === undefined) return <code>{found}</code>
  return (
    <code>
      {found.slice(0, at[0])}
      <mark>{found.slice(at[0], at[1])}</mark>
      {found.slice(at[1])}
    </code>
  )
}

function About({ rule }: { readonly rule: WireRule }): Html {
  const { product, category, service } = rule.logSource
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['log source', [product, category, service].flatMap(word => word ?? [])],
    ['authors', rule.authors],
    ['licence', rule.license === undefined ? [] : [rule.license]],
    ['date', [rule.date, rule.modified].flatMap(date => date ?? [])],
    ['tags', rule.tags],
    ['false positives', rule.falsePositives],
  ]
  return (
    <>
      <h2>About</h2>
      <dl>
        {rows
          .filter(([, values]) => values.length > 0)
          .map(([name, values]) => (
            <>
              <dt>{name}</dt>
              <dd>{values.join(', ')}</dd>
            </>
          ))}
        {rule.references.map(reference => (
          <>
            <dt>reference</dt>
            <dd>
              <Reference text={reference} />
            </dd>
          </>
        ))}
      </dl>
    </>
  )
}

/** Only web addresses become links: rules are other people’s text. */
function Reference({ text }: { readonly text: string }): Html {
  if (!/^https?:\/\//i.test(text)) return <>{text}</>
  return (
    <a href={text} rel="noreferrer nofollow">
      {text}
    </a>
  )
}

function Diagnostics({ rule }: { readonly rule: WireRule }): Html {
  return (
    <>
      <h2>Diagnostics</h2>
      <ul>
        {rule.diagnostics.map(({ severity, code, message, span }) => (
          <li>{`line ${span.line}: ${severity} ${code}: ${message}`}</li>
        ))}
      </ul>
    </>
  )
}
