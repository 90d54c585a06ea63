import { type Diagnostic, diagnostic, findNearest, type Span } from '../../base/index.ts'
import type { YamlMap, YamlNode, YamlScalar } from '../../base/yaml/index.ts'
import { findEntry } from '../../base/yaml/index.ts'
import {
  and,
  type Expression,
  type FilterStage,
  not,
  type Opaque,
  or,
  type Part,
  type Stage,
  testsOf,
} from '../../ir/index.ts'
import {
  findAggregation,
  findSeconds,
  type ParsedCondition,
  parseConditionNode,
} from './condition.ts'
import { matchesName } from './name-pattern.ts'
import { type LowerContext, lowerSelection } from './selection.ts'
import type { Aggregation, Condition } from './syntax.ts'

/** Keys of a detection section that are no selections. */
const notSelections: ReadonlySet<string> = new Set(['condition', 'timeframe'])

/** The stages of a detection section: a filter, and an aggregation where the rule is old. */
export function lowerDetection(detection: YamlMap, diagnostics: Diagnostic[]): readonly Stage[] {
  const parts = lowerParts(detection, notSelections, diagnostics)
  const node = findEntry(detection, 'condition')
  const { texts: conditions, others } = conditionTexts(node, diagnostics)
  if (conditions.length === 0) {
    const message = 'the detection has no condition'
    diagnostics.push(diagnostic('sigma/missing-condition', detection.span, message))
    return [opaqueFilter('', detection.span, parts, 'sigma/missing-condition')]
  }
  const parsed = conditions.map(text => parseOne(text, diagnostics))
  const span = node?.span ?? detection.span
  // “The condition can be a list, in this case, each of them generates a query. They are logically
  // linked with OR.”
  const selections = toSelections(parts)
  const expression = or([
    ...parsed.map(({ condition }, i) =>
      lowerOne(condition, conditions[i], selections, diagnostics),
    ),
    ...others,
  ])
  const condition = parsed
    .map(({ pipe }, i) =>
      (conditions[i]?.text ?? '').slice(0, pipe && -pipe.text.length - 1).trim(),
    )
    .join(' or ')
  const filter: FilterStage = { kind: 'filter', condition, parts, expression, span }
  const pipes = parsed.flatMap(({ pipe }) => (pipe === undefined ? [] : [pipe]))
  const [pipe] = pipes
  if (pipe === undefined) return [filter]
  if (conditions.length > 1) {
    const message = 'an aggregation in a list of conditions cannot be read'
    diagnostics.push(diagnostic('sigma/unsupported-aggregation', pipe.span, message))
    const reason = 'sigma/unsupported-aggregation'
    return [filter, { kind: 'opaque', text: pipe.text.trim(), reason, span: pipe.span }]
  }
  return [filter, ...lowerPipe(pipe, detection, diagnostics)]
}

/** The selections of a detection or filter section. */
export function lowerParts(
  section: YamlMap,
  reserved: ReadonlySet<string>,
  diagnostics: Diagnostic[],
): readonly Part[] {
  const context: LowerContext = { diagnostics, nextList: 0 }
  return section.entries
    .filter(entry => !reserved.has(entry.key))
    .map(({ key, keySpan, value }) => ({
      name: key,
      expression: lowerSelection(key, value, context),
      span: { start: keySpan.start, end: Math.max(keySpan.end, value.span.end) },
    }))
}

/** A condition over parts, or an opaque expression with the diagnostic that says why. */
export function lowerConditionText(
  node: YamlScalar,
  parts: readonly Part[],
  diagnostics: Diagnostic[],
): { readonly expression: Expression; readonly syntax: Condition | undefined } {
  const { condition, pipe } = parseOne(node, diagnostics)
  if (pipe !== undefined) {
    const message = 'an aggregation does not belong here'
    diagnostics.push(diagnostic('sigma/unsupported-aggregation', pipe.span, message))
  }
  return {
    expression: lowerOne(condition, node, toSelections(parts), diagnostics),
    syntax: condition,
  }
}

/** The texts of a condition or of a list of them, and what else stands in the list. */
function conditionTexts(
  node: YamlNode | undefined,
  diagnostics: Diagnostic[],
): { readonly texts: readonly YamlScalar[]; readonly others: readonly Opaque[] } {
  const texts: YamlScalar[] = []
  const others: Opaque[] = []
  const items = node?.kind === 'list' ? node.items : node === undefined ? [] : [node]
  for (const item of items) {
    if (item.kind === 'scalar' && item.value !== null && item.text.trim() !== '') {
      texts.push(item)
      continue
    }
    const { span } = item
    diagnostics.push(diagnostic('sigma/condition-syntax', span, 'a condition must be a text'))
    others.push({ kind: 'opaque', text: '', reason: 'sigma/condition-syntax', span })
  }
  return { texts, others }
}

function parseOne(node: YamlScalar, diagnostics: Diagnostic[]): ParsedCondition {
  const parsed = parseConditionNode(node)
  diagnostics.push(...parsed.diagnostics)
  return parsed.value
}

/** What the conditions of one section may come to: tests, and selections looked through for them. */
export const maxConditionTests = 1_000_000

/** The selections of a section as its conditions see them. */
interface Selections {
  readonly parts: readonly Part[]
  readonly byName: ReadonlyMap<string, Part>
  readonly sizes: ReadonlyMap<Part, number>
  /** What is left of {@link maxConditionTests}. */
  budget: number
}

function toSelections(parts: readonly Part[]): Selections {
  return {
    parts,
    byName: new Map(parts.map(part => [part.name, part])),
    sizes: new Map(parts.map(part => [part, testsOf(part.expression).length])),
    budget: maxConditionTests,
  }
}

function lowerOne(
  condition: Condition | undefined,
  node: YamlScalar | undefined,
  selections: Selections,
  diagnostics: Diagnostic[],
): Expression {
  if (condition !== undefined) {
    const expression = lowerCondition(condition, selections, diagnostics)
    if (selections.budget >= 0) return expression
    const message = `the condition comes to more than ${maxConditionTests} tests`
    diagnostics.push(diagnostic('sigma/nesting-limit', node?.span ?? condition.span, message))
  }
  const text = node?.text ?? ''
  return {
    kind: 'opaque',
    text,
    reason: diagnostics.at(-1)?.code ?? 'sigma/condition-syntax',
    span: node?.span ?? { start: 0, end: 0 },
  }
}

/** The condition’s meaning; whatever it gives once the budget is spent is not used. */
function lowerCondition(
  condition: Condition,
  selections: Selections,
  diagnostics: Diagnostic[],
): Expression {
  switch (condition.kind) {
    case 'and':
      return and(condition.operands.map(c => lowerCondition(c, selections, diagnostics)))
    case 'or':
      return or(condition.operands.map(c => lowerCondition(c, selections, diagnostics)))
    case 'not':
      return not(lowerCondition(condition.operand, selections, diagnostics))
    case 'name': {
      const part = selections.byName.get(condition.name)
      if (part !== undefined) {
        selections.budget -= selections.sizes.get(part) ?? 1
        return part.expression
      }
      selections.budget -= selections.parts.length
      if (selections.budget < 0) return or([])
      const near = findNearest(condition.name, selections.byName.keys())
      diagnostics.push(
        diagnostic(
          'sigma/unknown-selection',
          condition.span,
          `there is no selection “${condition.name}”`,
          near === undefined ? undefined : `did you mean “${near}”?`,
        ),
      )
      const { name: text, span } = condition
      return { kind: 'opaque', text, reason: 'sigma/unknown-selection', span }
    }
    case 'quantifier': {
      selections.budget -= selections.parts.length
      if (selections.budget < 0) return or([])
      const named = selectParts(condition.pattern, selections.parts)
      for (const part of named) selections.budget -= selections.sizes.get(part) ?? 1
      if (selections.budget < 0) return or([])
      if (named.length === 0) {
        const { span } = condition
        const text = `${condition.quantifier === 'any' ? '1' : 'all'} of ${condition.pattern}`
        const message = `“${text}” matches no selection`
        diagnostics.push(diagnostic('sigma/empty-quantifier', span, message))
        return { kind: 'opaque', text, reason: 'sigma/empty-quantifier', span }
      }
      const expressions = named.map(part => part.expression)
      return condition.quantifier === 'any' ? or(expressions) : and(expressions)
    }
  }
}

/**
 * The parts that a quantifier means. “across all defined search identifiers not starting with an
 * underscore `_`”; a pattern that itself begins with one asks for them.
 */
export function selectParts(text: string, parts: readonly Part[]): readonly Part[] {
  const isThem = text.toLowerCase() === 'them'
  return parts.filter(({ name }) => {
    if (name.startsWith('_') && !text.startsWith('_')) return false
    return isThem || matchesName(text, name)
  })
}

function opaqueFilter(
  text: string,
  span: Span,
  parts: readonly Part[],
  reason: 'sigma/missing-condition',
): FilterStage {
  const expression: Expression = { kind: 'opaque', text, reason, span }
  return { kind: 'filter', condition: text, parts, expression, span }
}

/** What stands behind the pipe of an old rule. */
function lowerPipe(
  pipe: { readonly text: string; readonly span: Span },
  detection: YamlMap,
  diagnostics: Diagnostic[],
): readonly Stage[] {
  const text = pipe.text.trim()
  if (/^near\b/i.test(text)) {
    const message = '“near” has no defined meaning, so the rule is kept but cannot be run'
    diagnostics.push(diagnostic('sigma/near', pipe.span, message))
    return [{ kind: 'opaque', text, reason: 'sigma/near', span: pipe.span }]
  }
  const aggregation = findAggregation(pipe.text, pipe.span)
  if (aggregation === undefined) {
    const message = `the aggregation “${text}” cannot be read`
    diagnostics.push(diagnostic('sigma/unsupported-aggregation', pipe.span, message))
    const reason = 'sigma/unsupported-aggregation'
    return [{ kind: 'opaque', text, reason, span: pipe.span }]
  }
  const node = findEntry(detection, 'timeframe')
  const seconds = node?.kind === 'scalar' ? findSeconds(node.text) : undefined
  const stages = lowerAggregation(aggregation, seconds)
  if (node === undefined || seconds !== undefined) return stages
  // Without any, the whole log would be one window, which the author does not mean.
  const { span } = node
  diagnostics.push(diagnostic('sigma/timeframe', span, 'the time span cannot be read'))
  return [...stages, { kind: 'opaque', text: 'timeframe', reason: 'sigma/timeframe', span }]
}

/**
 * `count(User) by Computer > 5` counts the distinct users of each computer.
 */
function lowerAggregation(aggregation: Aggregation, window: number | undefined): readonly Stage[] {
  const { field, groupBy, operator, value, span } = aggregation
  const isDistinct = aggregation.function === 'count' && field !== undefined
  const name = isDistinct ? 'count_distinct' : aggregation.function
  const as = aggregation.function
  return [
    {
      kind: 'aggregate',
      functions: [field === undefined ? { name, as } : { name, field, as }],
      groupBy,
      ...(window === undefined ? {} : { window }),
      span,
    },
    {
      kind: 'threshold',
      expression: {
        kind: 'test',
        field: as,
        operator,
        value,
        cased: false,
        transforms: [],
        list: 0,
        derived: true,
        span,
      },
      span,
    },
  ]
}
