import type { NamedLink, RuleModel } from '../../app/catalogue/index.ts'
import type { WirePredicate, WireStage } from '../../app/index.ts'
import { type RuleBody, toRuleBody } from '../body/rule-body.ts'
import { type Html, trustedHtml } from '../html.ts'
import { testText } from '../parts/indicator-table.tsx'
import { Section } from '../parts/section.tsx'
import { fieldText } from '../parts/tables.tsx'
import { Value } from '../parts/value.tsx'
import { Thing } from '../parts/words.tsx'
import { fileHref, type SiteContext } from '../site-context.ts'
import { countOf, cutText } from '../text.ts'
import type { LimitedRuleProps, RuleProps } from './rule.tsx'

const maxStages = 60
/** Longer texts of stages are folded behind their start. */
const openStageText = 1200

/** What a stage does, in one line. A long one opens on demand; what a page cannot hold is said. */
function StageText({ text, limit }: { readonly text: string; readonly limit: number }): Html {
  const start = <code>{cutText(text, openStageText)}</code>
  if (text.length <= openStageText) return start
  return (
    <>
      {start}
      {limit > openStageText && (
        <details>
          <summary>the whole of it</summary>
          <code>{cutText(text, limit)}</code>
        </details>
      )}
      {text.length > limit && (
        <small>{countOf(text.length - limit, 'character')} more stand in the rule’s body</small>
      )}
    </>
  )
}

/** The stages and predicates beside the body; each predicate is bound to its text both ways. */
export function RuleLogic({ model, context, limits }: LimitedRuleProps): Html {
  const { rule } = model
  const body = toRuleBody(rule, limits)
  return (
    <Section
      id="logic"
      title="Logic"
      note={
        rule.branches === 0
          ? undefined
          : rule.branches === 1
            ? 'There is one way for the rule to fire: one branch.'
            : `There are ${countOf(rule.branches, 'way')} for the rule to fire: its branches.`
      }
    >
      <div class="beside">
        <div class="stages">
          {rule.stages.slice(0, maxStages).map((stage, index) => (
            <Stage
              model={model}
              context={context}
              stage={stage}
              index={index}
              body={body}
              limits={limits}
            />
          ))}
          {rule.stages.length > maxStages && (
            <p class="more">and {countOf(rule.stages.length - maxStages, 'more stage')}</p>
          )}
        </div>
        <div class="source">
          <div class="source-head">
            <h3>Rule body</h3>
            {body.linesCut === 0 && (
              <button type="button" class="copy js-only" data-copy-from="rule-body">
                copy rule
              </button>
            )}
          </div>
          <section class="body" tabindex={0} aria-label="Rule body">
            <pre>
              <code id="rule-body">{trustedHtml(body.html)}</code>
            </pre>
          </section>
          {body.linesCut > 0 && <CutBody model={model} context={context} lines={body.linesCut} />}
        </div>
      </div>
    </Section>
  )
}

function CutBody({ model, context, lines }: RuleProps & { readonly lines: number }): Html {
  return (
    <p class="more">
      and {countOf(lines, 'more line')}, which {lines === 1 ? 'is' : 'are'} not shown here. The
      whole body is in the file <code>{model.rule.path}</code>
      {!context.isStatic && (
        <>
          {', '}and{' '}
          <a href={fileHref(context, `api/v1/rules/${model.row.vendor}:${model.row.slug}/body`)}>
            here as text
          </a>
        </>
      )}
      .
    </p>
  )
}

interface StageProps extends LimitedRuleProps {
  readonly stage: WireStage
  readonly index: number
  readonly body: RuleBody
}

function Stage({ model, context, limits, stage, index, body }: StageProps): Html {
  const { predicates } = model.rule
  const limit = valueLimit(predicates, limits.values)
  const own = predicates
    .map((predicate, number) => ({ predicate, number }))
    .filter(({ predicate }) => predicate.stage === index)
  const shown = own.filter(({ number }) => number < limits.predicates)
  return (
    <section class="stage">
      <h3>
        <span class="ordinal">{index + 1}</span> {stage.kind}
      </h3>
      <div class="stage-text">
        <StageText text={stage.text} limit={limits.stageCharacters} />
        {stage.origin !== undefined && (
          <small>by the filter “{stage.origin.title}”, which stands in another file</small>
        )}
      </div>
      {shown.length > 0 && (
        <table class="predicates stack">
          <thead>
            <tr>
              <th scope="col">field</th>
              <th scope="col">test</th>
              <th scope="col">values</th>
              <th scope="col">line</th>
            </tr>
          </thead>
          {groupByPart(shown).map(({ part, rows }) => (
            <tbody>
              {part !== '' && (
                <tr class="part-name">
                  <th scope="rowgroup" colspan={4}>
                    {cutText(part, 200)}
                  </th>
                </tr>
              )}
              {rows.map(({ predicate, number }) => (
                <PredicateRow
                  context={context}
                  predicate={predicate}
                  number={number}
                  field={fieldLink(model, predicate)}
                  limit={limit}
                  isMarked={body.marked.has(number)}
                />
              ))}
            </tbody>
          ))}
        </table>
      )}
      {own.length > shown.length && (
        <p class="more">and {countOf(own.length - shown.length, 'more predicate')}</p>
      )}
    </section>
  )
}

interface NumberedPredicate {
  readonly predicate: WirePredicate
  readonly number: number
}

/** Predicates that stand together in one selection. */
function groupByPart(
  predicates: readonly NumberedPredicate[],
): readonly { readonly part: string; readonly rows: readonly NumberedPredicate[] }[] {
  const groups: { part: string; rows: NumberedPredicate[] }[] = []
  for (const row of predicates) {
    const part = row.predicate.part ?? ''
    const last = groups.at(-1)
    if (last?.part === part) last.rows.push(row)
    else groups.push({ part, rows: [row] })
  }
  return groups
}

function PredicateRow({
  context,
  predicate,
  number,
  field,
  limit,
  isMarked,
}: NumberedPredicate & {
  readonly context: SiteContext
  readonly field: NamedLink
  readonly limit: number
  readonly isMarked: boolean
}): Html {
  const { negated, values, all, canonicalField } = predicate
  const shown = values.slice(0, limit)
  return (
    <tr
      id={`r${number}`}
      class={negated ? 'predicate not' : 'predicate'}
      {...(isMarked ? { 'data-p': number } : {})}
    >
      <td class="field">
        {!isMarked && <span id={`p${number}`}></span>}
        <Thing context={context} link={field} />
        {canonicalField !== predicate.field && canonicalField !== '' && (
          <small>{cutText(canonicalField, 200)}</small>
        )}
      </td>
      <td class="kind">
        {negated && <em>not </em>}
        {testText(predicate)}
        {values.length > 1 && (all ? ' all of' : ' any of')}
      </td>
      <td class="long">
        <ul class="values">
          {shown.map(value => (
            <li>
              <Value value={value} limit={600} />
            </li>
          ))}
          {values.length > shown.length && (
            <li class="more">and {countOf(values.length - shown.length, 'more value')}</li>
          )}
        </ul>
      </td>
      <td class="figure" {...(isMarked ? { 'data-l': 'line' } : {})}>
        {isMarked && (
          <a href={`#p${number}`} aria-label={`line ${predicate.span.line} of the rule body`}>
            {predicate.span.line}
          </a>
        )}
      </td>
    </tr>
  )
}

/** The field as the rule writes it, with the page of its canonical name. */
function fieldLink(model: RuleModel, { field, canonicalField }: WirePredicate): NamedLink {
  const known = [...model.indicators, ...model.exclusions].find(
    ({ indicator }) => indicator.field === field && indicator.canonicalField === canonicalField,
  )
  const name = cutText(fieldText(field), 200)
  return known?.field.address === undefined
    ? { id: field, name }
    : { id: field, name, address: known.field.address }
}

/** How many values each predicate may show, so that they show `all` at the most, or five each. */
function valueLimit(predicates: readonly WirePredicate[], all: number): number {
  const lengths = predicates.map(({ values }) => values.length).sort((a, b) => a - b)
  let left = all
  for (const [index, length] of lengths.entries()) {
    const share = Math.floor(left / (lengths.length - index))
    if (length > share) return Math.max(5, share)
    left -= length
  }
  return all
}
