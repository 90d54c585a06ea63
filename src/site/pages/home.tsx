import type { HomeModel } from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import type { Html } from '../html.ts'
import { Bar, BarList } from '../parts/bars.tsx'
import { RuleTable } from '../parts/rule-table.tsx'
import { Section } from '../parts/section.tsx'
import { SourceTable } from '../parts/source-table.tsx'
import { href, type SiteContext } from '../site-context.ts'
import { countOf, countText } from '../text.ts'

export interface HomeProps {
  readonly model: HomeModel
  readonly context: SiteContext
}

/** What is in the catalogue. */
export function HomePage({ model, context }: HomeProps): Html {
  const { totals } = model
  return (
    <Document context={context} title="Indicia">
      <header class="head home">
        <h1>{countOf(totals.rules, 'detection rule')}, taken apart</h1>
        <p class="lead">
          Every rule read into the same logic; every indicator counted across{' '}
          {countOf(model.sources.length, 'source')}.
        </p>
        <Totals model={model} context={context} />
        <p class="try">
          {examples.map(query => (
            <a href={href(context, 'rules', { q: query })}>
              <code>{query}</code>
            </a>
          ))}
        </p>
      </header>
      <div class="columns">
        <Section id="tactics" title="Rules by tactic">
          <TacticBars model={model} context={context} />
          <p class="more">
            <a href={href(context, 'matrix')}>the whole matrix</a>
          </p>
        </Section>
        <div>
          <Section id="platforms" title="Rules by platform">
            <BarList
              context={context}
              tallies={model.platforms}
              name="platform"
              limit={14}
              field="product"
            />
          </Section>
          <Section id="levels" title="Rules by level">
            <BarList context={context} tallies={model.levels} name="level" field="level" />
          </Section>
        </div>
      </div>
      <Section id="sources" title="Sources" count={model.sources.length}>
        <SourceTable context={context} sources={model.sources} />
      </Section>
      {model.newest.length > 0 && (
        <Section id="newest" title="Newest">
          <RuleTable
            context={context}
            rules={model.newest}
            columns={['level', 'vendor', 'logsource', 'techniques', 'date']}
          />
        </Section>
      )}
      {model.changed.length > 0 && (
        <Section id="changed" title="Last changed">
          <RuleTable
            context={context}
            rules={model.changed}
            columns={['level', 'vendor', 'logsource', 'techniques', 'modified']}
          />
        </Section>
      )}
    </Document>
  )
}

const examples = [
  '\\rundll32.exe',
  'T1059.001',
  'level:critical',
  'event:4688',
  'has:cve',
  'excludes:"C:\\Program Files"',
]

function Totals({ model, context }: HomeProps): Html {
  const { totals } = model
  const figures: readonly (readonly [number, string, string | undefined])[] = [
    [totals.rules - totals.uncounted, 'rules that count', 'rules'],
    [totals.families, 'families of equal logic', undefined],
    [totals.indicators, 'indicators', 'indicators'],
    [totals.sharedIndicators, 'in two families or more', undefined],
    [totals.exclusions, 'exclusions', 'exclusions'],
    [totals.fields, 'fields', 'fields'],
    [totals.events, 'event types', 'events'],
    [totals.techniques, 'techniques', 'techniques'],
  ]
  return (
    <dl class="totals">
      {figures.map(([count, name, address]) => (
        <div>
          <dt>{address === undefined ? name : <a href={href(context, address)}>{name}</a>}</dt>
          <dd>{countText(count)}</dd>
        </div>
      ))}
    </dl>
  )
}

function TacticBars({ model, context }: HomeProps): Html {
  const largest = Math.max(0, ...model.tactics.map(tactic => tactic.rules))
  return (
    <table class="bars">
      <thead>
        <tr>
          <th scope="col">tactic</th>
          <td></td>
          <th scope="col" class="figure">
            techniques
          </th>
          <th scope="col" class="figure">
            rules
          </th>
        </tr>
      </thead>
      <tbody>
        {model.tactics.map(tactic => (
          <tr>
            <td>
              {tactic.address === undefined ? (
                tactic.name
              ) : (
                <a href={href(context, tactic.address)}>{tactic.name}</a>
              )}
            </td>
            <td class="drawn">
              <Bar count={tactic.rules} largest={largest} />
            </td>
            <td class="figure quiet">{countText(tactic.techniques)}</td>
            <td class="figure">{countText(tactic.rules)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
