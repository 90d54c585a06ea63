import { type Diagnostic, diagnostic, findNearest } from '../../base/index.ts'
import type { YamlMap, YamlNode } from '../../base/yaml/index.ts'
import { findEntry } from '../../base/yaml/index.ts'
import type {
  CorrelateStage,
  CorrelationAlias,
  CorrelationBounds,
  CorrelationOperator,
  CorrelationType,
  OpaqueStage,
  RuleExpression,
} from '../../ir/index.ts'
import { findSeconds, parseConditionNode } from './condition.ts'
import type { Condition } from './syntax.ts'

const types: readonly CorrelationType[] = [
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
  'temporal',
  'temporal_ordered',
]

const operators: readonly CorrelationOperator[] = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte']

/** The stage of a correlation section, opaque when it does not follow the specification. */
export function lowerCorrelation(
  section: YamlMap,
  generates: boolean,
  diagnostics: Diagnostic[],
): CorrelateStage | OpaqueStage {
  const problems: Diagnostic[] = []
  const complain = (node: YamlNode | undefined, message: string, help?: string): void => {
    const span = node?.span ?? section.span
    problems.push(diagnostic('sigma/invalid-correlation', span, message, help))
  }
  const type = readType(findEntry(section, 'type'), complain)
  const rules = scalars(findEntry(section, 'rules'), complain)
  const groupBy = scalars(findEntry(section, 'group-by'), complain)
  const aliases = readAliases(findEntry(section, 'aliases'), complain)
  const timespanNode = findEntry(section, 'timespan') ?? findEntry(section, 'timeframe')
  const timespan = timespanNode?.kind === 'scalar' ? findSeconds(timespanNode.text) : undefined
  if (timespan === undefined) {
    complain(timespanNode, 'a correlation needs a time span such as “5m”')
  }
  const conditionNode = findEntry(section, 'condition')
  const condition = readCondition(conditionNode, type, complain, problems)
  const named = condition?.kind === 'bounds' || condition === undefined ? [] : rulesOf(condition)
  if (rules.length === 0 && named.length === 0) {
    complain(findEntry(section, 'rules'), 'a correlation names the rules that it correlates')
  }
  if (rules.length > 0) comparePlaces(rules, named, complain, conditionNode)
  const isTemporal = type === 'temporal' || type === 'temporal_ordered'
  if (!isTemporal && type !== undefined && condition?.kind !== 'bounds') {
    complain(conditionNode, `“${type}” needs a condition such as “gte: 10”`)
  }
  if (condition?.kind === 'bounds' && type?.startsWith('value_') && condition.fields.length === 0) {
    complain(conditionNode, `“${type}” needs the field whose values it looks at`)
  }
  if (type === 'value_percentile' && condition?.kind === 'bounds') {
    if (condition.percentile === undefined) complain(conditionNode, '“percentile” is missing')
  }
  const generateNode = findEntry(section, 'generate')
  const generate = generates || (generateNode?.kind === 'scalar' && generateNode.value === true)
  diagnostics.push(...problems)
  if (problems.length > 0 || type === undefined || timespan === undefined) {
    const text = section.entries.map(entry => entry.key).join(', ')
    return { kind: 'opaque', text, reason: 'sigma/invalid-correlation', span: section.span }
  }
  return {
    kind: 'correlate',
    type,
    rules: rules.length > 0 ? rules : named,
    groupBy: groupBy.map(({ reference }) => reference),
    timespan,
    aliases,
    condition,
    generate,
    span: section.span,
  }
}

type Complain = (node: YamlNode | undefined, message: string, help?: string) => void

function readType(node: YamlNode | undefined, complain: Complain): CorrelationType | undefined {
  const text = node?.kind === 'scalar' ? node.text.trim() : undefined
  const type = types.find(name => name === text)
  if (type !== undefined) return type
  const near = text === undefined ? undefined : findNearest(text, types)
  complain(
    node,
    text === undefined ? 'a correlation needs a type' : `unknown correlation type “${text}”`,
    near && `did you mean “${near}”?`,
  )
  return undefined
}

function scalars(node: YamlNode | undefined, complain: Complain): CorrelateStage['rules'] {
  if (node === undefined) return []
  const items = node.kind === 'list' ? node.items : [node]
  return items.flatMap(item => {
    if (item.kind !== 'scalar') {
      complain(item, 'a text is expected here')
      return []
    }
    return item.value === null ? [] : [{ reference: item.text.trim(), span: item.span }]
  })
}

function readAliases(node: YamlNode | undefined, complain: Complain): readonly CorrelationAlias[] {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return []
  if (node.kind !== 'map') {
    complain(node, 'aliases are a map of names, each with a field for every rule')
    return []
  }
  return node.entries.map(({ key, value }) => {
    if (value.kind !== 'map') {
      complain(value, `the alias “${key}” needs a map of rules and their fields`)
      return { alias: key, fields: [] }
    }
    const fields = value.entries.flatMap(({ key: rule, value: field }) => {
      if (field.kind === 'scalar' && field.value !== null) return [{ rule, field: field.text }]
      complain(field, `the alias “${key}” needs the name of a field in “${rule}”`)
      return []
    })
    return { alias: key, fields }
  })
}

/** A condition over rules and the list of rules name the same ones, else one of them is wrong. */
function comparePlaces(
  rules: CorrelateStage['rules'],
  named: CorrelateStage['rules'],
  complain: Complain,
  node: YamlNode | undefined,
): void {
  if (named.length === 0) return
  const listed = new Set(rules.map(({ reference }) => reference))
  const used = new Set(named.map(({ reference }) => reference))
  for (const name of used) {
    if (!listed.has(name)) complain(node, `“${name}” is not among the rules of the correlation`)
  }
  for (const name of listed) {
    if (!used.has(name)) complain(node, `the condition does not name the rule “${name}”`)
  }
}

function readCondition(
  node: YamlNode | undefined,
  type: CorrelationType | undefined,
  complain: Complain,
  problems: Diagnostic[],
): CorrelationBounds | RuleExpression | undefined {
  if (node === undefined) return undefined
  if (node.kind === 'map') return readBounds(node, complain)
  if (node.kind === 'list' || node.value === null) {
    complain(node, 'a condition is a map such as “gte: 10”, or names rules with and, or, not')
    return undefined
  }
  if (type !== undefined && type !== 'temporal' && type !== 'temporal_ordered') {
    complain(node, `a condition over rules needs the type “temporal”, not “${type}”`)
    return undefined
  }
  const parsed = parseConditionNode(node)
  problems.push(...parsed.diagnostics)
  const { condition, pipe } = parsed.value
  if (pipe !== undefined) complain(node, '“|” does not belong into a correlation')
  return condition && toRuleExpression(condition, complain, node)
}

function readBounds(node: YamlMap, complain: Complain): CorrelationBounds | undefined {
  const bounds: { readonly operator: CorrelationOperator; readonly value: number }[] = []
  let fields: readonly string[] = []
  let percentile: number | undefined
  for (const { key, value } of node.entries) {
    const operator = operators.find(name => name === key)
    const number = value.kind === 'scalar' ? Number(value.text.trim() || 'x') : Number.NaN
    if (operator !== undefined) {
      if (Number.isFinite(number)) bounds.push({ operator, value: number })
      else complain(value, `“${key}” needs a number`)
    } else if (key === 'field') {
      fields = scalars(value, complain).map(({ reference }) => reference)
    } else if (key === 'percentile') {
      if (number >= 0 && number <= 100) percentile = number
      else complain(value, '“percentile” lies between 0 and 100')
    } else complain(value, `“${key}” is no part of a condition`)
  }
  if (bounds.length === 0) {
    complain(node, 'a condition needs a bound such as “gte: 10”')
    return undefined
  }
  return { kind: 'bounds', bounds, fields, ...(percentile === undefined ? {} : { percentile }) }
}

function toRuleExpression(
  condition: Condition,
  complain: Complain,
  node: YamlNode,
): RuleExpression | undefined {
  switch (condition.kind) {
    case 'name':
      return { kind: 'rule', rule: condition.name, span: condition.span }
    case 'not': {
      const operand = toRuleExpression(condition.operand, complain, node)
      return operand && { kind: 'not', operand }
    }
    case 'and':
    case 'or': {
      const operands = condition.operands.flatMap(c => toRuleExpression(c, complain, node) ?? [])
      if (operands.length < condition.operands.length) return undefined
      return { kind: condition.kind, operands }
    }
    case 'quantifier':
      complain(node, '“1 of” and “all of” do not belong into a correlation')
      return undefined
  }
}

function rulesOf(expression: RuleExpression): CorrelateStage['rules'] {
  switch (expression.kind) {
    case 'rule':
      return [{ reference: expression.rule, span: expression.span }]
    case 'not':
      return rulesOf(expression.operand)
    case 'and':
    case 'or':
      return expression.operands.flatMap(rulesOf)
  }
}
