import type { RuleModel } from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import type { Html } from '../html.ts'
import { Description } from '../parts/description.tsx'
import { Section } from '../parts/section.tsx'
import { Level, Thing, ThingWithId } from '../parts/words.tsx'
import type { RuleLimits } from '../rule-limits.ts'
import type { SiteContext } from '../site-context.ts'
import { countOf, cutText, dateText } from '../text.ts'
import { RuleBranches } from './rule-branches.tsx'
import { RuleEvents } from './rule-events.tsx'
import { RuleDiagnostics, RuleFactsList, RuleUse } from './rule-facts.tsx'
import { RuleExclusions, RuleIndicators } from './rule-indicators.tsx'
import { RuleLogic } from './rule-logic.tsx'
import { Copies, SameEvents, SharingRules } from './rule-related.tsx'

export interface RuleProps {
  readonly model: RuleModel
  readonly context: SiteContext
}

export interface LimitedRuleProps extends RuleProps {
  readonly limits: RuleLimits
}

/** Everything about one rule, in the order in which a reader asks. */
export function RulePage({ model, context, limits }: LimitedRuleProps): Html {
  const { rule } = model
  return (
    <Document context={context} title={cutText(rule.title, 200)} section="rules">
      <article class="rule">
        <Head model={model} context={context} />
        <Attack model={model} context={context} />
        <RuleEvents model={model} context={context} />
        <RuleLogic model={model} context={context} limits={limits} />
        <RuleBranches model={model} context={context} limits={limits} />
        <RuleIndicators model={model} context={context} limits={limits} />
        <RuleExclusions model={model} context={context} limits={limits} />
        <Copies model={model} context={context} />
        <SharingRules model={model} context={context} />
        <SameEvents model={model} context={context} />
        <RuleFactsList model={model} context={context} />
        <RuleUse model={model} context={context} />
        <RuleDiagnostics rule={rule} />
      </article>
    </Document>
  )
}

function Head({ model, context }: RuleProps): Html {
  const { rule, row, source, logSource } = model
  return (
    <header class="head">
      <p class="eyebrow">
        Rule of {source.title} on <Thing context={context} link={logSource} />
      </p>
      <h1>{cutText(rule.title, 500)}</h1>
      <p class="badges">
        <Level level={rule.level ?? 'no level'} />
        <span>{rule.status ?? 'no status'}</span>
        <span>{rule.language}</span>
        {!row.isCounted && <span>not counted</span>}
        {rule.modified !== undefined || rule.date !== undefined ? (
          <span>
            {rule.modified === undefined ? 'created' : 'changed'}{' '}
            {dateText(rule.modified ?? rule.date ?? '')}
          </span>
        ) : (
          ''
        )}
        <code class="rule-id">{rule.id}</code>
      </p>
      <Description text={cutText(rule.description, 12_000)} />
      <Contents model={model} />
    </header>
  )
}

/** The parts of the page with what is in them. */
function Contents({ model }: { readonly model: RuleModel }): Html {
  const { rule } = model
  const parts: readonly (readonly [string, string] | undefined)[] = [
    ['logic', countOf(rule.branches, 'branch', 'branches')],
    ['indicators', countOf(rule.indicators.length, 'indicator')],
    rule.exclusions.length === 0
      ? undefined
      : ['exclusions', countOf(rule.exclusions.length, 'exclusion')],
    model.copies.length === 0
      ? undefined
      : ['copies', countOf(model.copies.length, 'copy', 'copies')],
    model.sharing.length === 0
      ? undefined
      : ['sharing', `shares with ${countOf(model.sharing.length, 'rule')}`],
    ['facts', 'metadata'],
    rule.diagnostics.length === 0
      ? undefined
      : ['diagnostics', countOf(rule.diagnostics.length, 'diagnostic')],
  ]
  return (
    <nav class="contents" aria-label="On this page">
      {parts.map(part => part !== undefined && <a href={`#${part[0]}`}>{part[1]}</a>)}
    </nav>
  )
}

function Attack({ model, context }: RuleProps): Html {
  if (model.attack.length === 0) return <></>
  return (
    <Section id="attack" title="ATT&CK coverage">
      <table class="plain attack">
        <thead>
          <tr>
            <th scope="col">tactic</th>
            <th scope="col">technique</th>
          </tr>
        </thead>
        <tbody>
          {model.attack.map(({ tactic, technique }) => (
            <tr>
              <td>{tactic !== undefined && <ThingWithId context={context} link={tactic} />}</td>
              <td>
                {technique !== undefined && <ThingWithId context={context} link={technique} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}
