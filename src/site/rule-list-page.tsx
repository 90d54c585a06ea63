import type { WireMatch, WireRule, WireSummary } from '../app/index.ts'
import type { Html } from './html.ts'
import { Layout } from './layout.tsx'

export interface RuleListProps {
  readonly rules: readonly WireRule[]
  readonly matches: readonly WireMatch[]
  readonly summary: WireSummary
}

/** The rules of the starter pack, each with what it found in the sample logs. */
export function RuleListPage({ rules, matches, summary }: RuleListProps): Html {
  const counts = new Map<string, number>()
  for (const { rule } of matches) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1)
  const groups = groupByProduct(rules)
  return (
    <Layout title="Starter pack">
      <h1>Starter pack</h1>
      <p>
        {`${rules.length} rules on ${summary.events} sample events: ${summary.matches} matches by ${counts.size} rules. ${summary.rules.notRun.length} rules were not run.`}
      </p>
      {groups.map(([product, group]) => (
        <section>
          <h2>{product}</h2>
          <table>
            <thead>
              <tr>
                <th>rule</th>
                <th>level</th>
                <th>techniques</th>
                <th class="figure">matches</th>
              </tr>
            </thead>
            <tbody>
              {group.map(rule => (
                <tr>
                  <td>
                    <a href={`/rules/${encodeURIComponent(rule.slug)}`}>{rule.title}</a>
                  </td>
                  <td class={`level ${rule.level ?? ''}`}>{rule.level ?? ''}</td>
                  <td>{techniques(rule)}</td>
                  <td class="figure">{counts.get(rule.id) ?? ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </Layout>
  )
}

function techniques(rule: WireRule): string {
  const ids = rule.attack.flatMap(({ technique }) =>
    technique === undefined ? [] : [technique.id],
  )
  return [...new Set(ids)].join(', ')
}

function groupByProduct(
  rules: readonly WireRule[],
): readonly (readonly [string, readonly WireRule[]])[] {
  const products = [...new Set(rules.map(rule => rule.logSource.product ?? 'any platform'))]
  return products
    .sort()
    .map(name => [name, rules.filter(rule => (rule.logSource.product ?? 'any platform') === name)])
}
