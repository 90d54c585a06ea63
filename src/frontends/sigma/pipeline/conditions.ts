import type { PlainValue } from '../../../base/index.ts'
import type { YamlNode } from '../../../base/yaml/index.ts'
import { type LogSource, levels, type Rule, type Test } from '../../../ir/index.ts'
import { parseConditionExpression } from './condition-expression.ts'
import { Parameters } from './parameters.ts'
import { compilePython, matchesAtStart } from './python-regex.ts'
import type { DetectionItem, RuleWork } from './rule-work.ts'
import { patternOf, stringOf } from './value-pattern.ts'

/** The conditions of a step: on rules, on detection items and on field names, by their types. */

type RuleCondition = (work: RuleWork) => boolean
type ItemCondition = (item: DetectionItem, work: RuleWork) => boolean
type FieldCondition = {
  /** Of a name on its own: in the rule’s list of fields, or of another field’s value. */
  readonly ofName: (field: string | undefined, work: RuleWork) => boolean
  readonly ofItem: (item: DetectionItem, work: RuleWork) => boolean
}

type Readers<C> = { readonly [type: string]: (parameters: Parameters) => C }

const ruleConditions: Readers<RuleCondition> = {
  logsource(parameters) {
    const wanted: LogSource = {
      ...word(parameters, 'category'),
      ...word(parameters, 'product'),
      ...word(parameters, 'service'),
    }
    return work => hasLogSource(work.rule, wanted, work, new Set())
  },
  contains_field(parameters) {
    const field = parameters.needText('field')
    return work => work.items().some(item => item.field === field)
  },
  contains_detection_item(parameters) {
    const field = parameters.needText('field')
    const value = parameters.plain('value')
    return work =>
      work.items().some(item => item.field === field && item.tests.some(t => isValue(t, value)))
  },
  processing_item_applied(parameters) {
    const id = parameters.needText('processing_item_id')
    return work => work.applied.has(id)
  },
  processing_state: readStateCondition,
  is_sigma_rule: () => work => !work.isCorrelation,
  is_sigma_correlation_rule: () => work => work.isCorrelation,
  rule_attribute(parameters) {
    const attribute = parameters.needText('attribute')
    const value = parameters.plain('value')
    const operators = ['eq', 'ne', 'gte', 'gt', 'lte', 'lt', 'in', 'not_in'] as const
    const operator = parameters.choice('op', operators, 'eq')
    return ({ rule }) => testAttribute(attributeOf(rule, attribute), operator, value)
  },
  tag(parameters) {
    const tag = parameters.needText('tag')
    return ({ rule }) => rule.tags.some(({ text }) => text === tag)
  },
}

const itemConditions: Readers<ItemCondition> = {
  match_string(parameters) {
    const regex = readRegex(parameters, 'pattern')
    const isNegated = parameters.flag('negate')
    return ofValues(parameters, test => {
      const text = stringOf(test)
      return (text !== undefined && matchesAtStart(regex, text)) !== isNegated
    })
  },
  match_value(parameters) {
    const value = parameters.plain('value')
    return ofValues(parameters, test => isValue(test, value))
  },
  contains_wildcard: parameters =>
    ofValues(parameters, test => {
      const tokens = test.operator === 'in_list' ? test.value : patternOf(test)
      return tokens?.some(({ kind }) => kind === 'any_run' || kind === 'any_one') ?? false
    }),
  is_null: parameters => ofValues(parameters, ({ operator }) => operator === 'null'),
  processing_item_applied(parameters) {
    const id = parameters.needText('processing_item_id')
    return (item, work) => work.wasApplied(item, id)
  },
  processing_state(parameters) {
    const holds = readStateCondition(parameters)
    return (_, work) => holds(work)
  },
}

const fieldConditions: Readers<FieldCondition> = {
  include_fields: parameters => onNames(readNames(parameters)),
  exclude_fields(parameters) {
    const isNamed = readNames(parameters)
    return onNames(field => !isNamed(field))
  },
  processing_item_applied(parameters) {
    const id = parameters.needText('processing_item_id')
    return {
      ofName: (field, work) => work.appliedToFields.get(field ?? '')?.has(id) ?? false,
      ofItem: (item, work) => work.wasApplied(item, id),
    }
  },
  processing_state(parameters) {
    const holds = readStateCondition(parameters)
    return { ofName: (_, work) => holds(work), ofItem: (_, work) => holds(work) }
  },
}

/** The types of conditions that are read, by what they are on. */
export const conditionTypes: {
  readonly [on in 'rules' | 'detection items' | 'names of fields']: readonly string[]
} = {
  rules: Object.keys(ruleConditions),
  'detection items': Object.keys(itemConditions),
  'names of fields': Object.keys(fieldConditions),
}

/** What the conditions of a step say. */
export interface StepConditions {
  readonly fitsRule: RuleCondition
  readonly fitsItem: ItemCondition
  readonly fitsField: (field: string | undefined, work: RuleWork) => boolean
}

/** Reads the conditions of a step. */
export function readConditions(step: Parameters): StepConditions {
  const rule = readGroup(step, 'rule', 'rule_conditions', ruleConditions)
  const item = readGroup(step, 'detection_item', 'detection_item_conditions', itemConditions)
  const field = readGroup(step, 'field_name', 'field_name_conditions', fieldConditions)
  return {
    // A step without conditions on rules is for all of them, whatever its negation says.
    fitsRule: work => rule.isEmpty || rule.holds(condition => condition(work)),
    fitsItem: (candidate, work) =>
      item.holds(condition => condition(candidate, work)) &&
      field.holds(condition => condition.ofItem(candidate, work)),
    fitsField: (name, work) => field.holds(condition => condition.ofName(name, work)),
  }
}

interface Group<C> {
  readonly isEmpty: boolean
  readonly holds: (test: (condition: C) => boolean) => boolean
}

/** Conditions are a list or a map, linked by `and`, by `or` or by an expression over their names. */
function readGroup<C>(
  step: Parameters,
  prefix: string,
  key: string,
  readers: Readers<C>,
): Group<C> {
  const node = step.node(key)
  const conditions = new Map<string, C>()
  const readOne = (name: string, one: YamlNode): void => {
    const condition = readCondition(step, one, readers)
    if (condition !== undefined) conditions.set(name, condition)
  }
  if (node?.kind === 'list')
    node.items.forEach((one, index) => {
      readOne(String(index + 1), one)
    })
  else if (node?.kind === 'map') for (const entry of node.entries) readOne(entry.key, entry.value)
  else if (node !== undefined) step.complain(`“${key}” must be a list or a map`, node.span)
  const isNegated = step.flag(`${prefix}_cond_not`)
  const hasOperator = step.node(`${prefix}_cond_op`) !== undefined
  const operator = step.choice(`${prefix}_cond_op`, ['and', 'or'], 'and')
  const text = step.text(`${prefix}_cond_expr`)
  const isEmpty = conditions.size === 0
  if (text === undefined) {
    const all = [...conditions.values()]
    return {
      isEmpty,
      holds: test => (operator === 'and' ? all.every(test) : all.some(test)) !== isNegated,
    }
  }
  const complain = (message: string): void =>
    step.complain(message, step.node(`${prefix}_cond_expr`)?.span)
  if (hasOperator) complain(`“${prefix}_cond_expr” stands in place of “${prefix}_cond_op”`)
  const expression = parseConditionExpression(text)
  if (typeof expression === 'string') {
    complain(expression)
    return { isEmpty, holds: () => false }
  }
  const unknown = expression.names.find(name => !conditions.has(name))
  if (unknown !== undefined) complain(`there is no condition “${unknown}”`)
  const unused = [...conditions.keys()].find(name => !expression.names.includes(name))
  if (unused !== undefined) complain(`the expression does not use the condition “${unused}”`)
  return {
    isEmpty,
    holds: test =>
      expression.holds(name => {
        const condition = conditions.get(name)
        return condition !== undefined && test(condition)
      }) !== isNegated,
  }
}

function readCondition<C>(step: Parameters, node: YamlNode, readers: Readers<C>): C | undefined {
  if (node.kind !== 'map') {
    step.complain('a condition must be a map with a type', node.span)
    return undefined
  }
  const parameters = new Parameters(node, step.diagnostics)
  const type = parameters.needText('type')
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined
  if (read === undefined) {
    if (type !== '') parameters.complain(`unknown condition “${type}”`, node.span)
    return undefined
  }
  const condition = read(parameters)
  parameters.finish(`the condition “${type}”`)
  return condition
}

function word(parameters: Parameters, key: 'category' | 'product' | 'service'): LogSource {
  const text = parameters.text(key)
  return text === undefined ? {} : { [key]: text.trim().toLowerCase() }
}

/** “For Correlation rules, … true if any of the associated rules have the required” words. */
function hasLogSource(rule: Rule, wanted: LogSource, work: RuleWork, seen: Set<Rule>): boolean {
  if (seen.has(rule)) return false
  seen.add(rule)
  const correlation = rule.logic.stages.find(stage => stage.kind === 'correlate')
  if (correlation?.kind === 'correlate') {
    return correlation.rules.some(({ reference }) =>
      work.findRules(reference).some(other => hasLogSource(other, wanted, work, seen)),
    )
  }
  return (['category', 'product', 'service'] as const).every(
    key => wanted[key] === undefined || wanted[key] === rule.logSource[key],
  )
}

function onNames(holds: (field: string | undefined) => boolean): FieldCondition {
  return {
    ofName: holds,
    ofItem: ({ field, tests }) =>
      holds(field) ||
      tests.some(test => test.operator === 'field_equals' && holds(test.value.field)),
  }
}

function readNames(parameters: Parameters): (field: string | undefined) => boolean {
  const fields = parameters.texts('fields')
  if (fields === undefined) parameters.complain('“fields” is missing')
  if (parameters.choice('mode', ['plain', 're'], 'plain') === 'plain') {
    const names = new Set(fields)
    return field => field !== undefined && names.has(field)
  }
  const patterns = (fields ?? []).flatMap(source => {
    const regex = compilePython(source)
    if (typeof regex !== 'string') return [regex]
    parameters.complain(`“${source}” is no regular expression: ${regex}`)
    return []
  })
  return field => field !== undefined && patterns.some(regex => matchesAtStart(regex, field))
}

export function readRegex(parameters: Parameters, key: string): RegExp {
  const source = parameters.needText(key)
  const regex = compilePython(source)
  if (typeof regex !== 'string') return regex
  parameters.complain(`“${source}” is no regular expression: ${regex}`, parameters.node(key)?.span)
  return /(?!)/
}

/** A condition on each value, of which any or all must hold. */
function ofValues(parameters: Parameters, holds: (test: Test) => boolean): ItemCondition {
  if (!parameters.has('cond')) parameters.complain('“cond” is missing: any or all')
  const cond = parameters.choice('cond', ['any', 'all'], 'any')
  return ({ tests }) => (cond === 'any' ? tests.some(holds) : tests.every(holds))
}

function isValue(test: Test, value: PlainValue): boolean {
  if (value === null) return test.operator === 'null'
  if (typeof value === 'string') return stringOf(test) === value
  return test.operator === 'equals' && test.value === value
}

function readStateCondition(parameters: Parameters): RuleCondition {
  const key = parameters.needText('key')
  const value = parameters.plain('val')
  const operator = parameters.choice('op', ['eq', 'ne', 'gte', 'gt', 'lte', 'lt'], 'eq')
  return ({ state }) => {
    const found = state.get(key)
    return found !== undefined && compare(found, operator, value)
  }
}

type Comparison = 'eq' | 'ne' | 'gte' | 'gt' | 'lte' | 'lt'

function compare(a: PlainValue, operator: Comparison, b: PlainValue): boolean {
  if (operator === 'eq') return a === b
  if (operator === 'ne') return a !== b
  const isOrdered =
    (typeof a === 'number' && typeof b === 'number') ||
    (typeof a === 'string' && typeof b === 'string')
  if (!isOrdered) return false
  const order = a < b ? -1 : a > b ? 1 : 0
  switch (operator) {
    case 'gte':
      return order >= 0
    case 'gt':
      return order > 0
    case 'lte':
      return order <= 0
    case 'lt':
      return order < 0
  }
}

/** From the least to the most mature. */
const statuses: readonly string[] = ['unsupported', 'deprecated', 'experimental', 'test', 'stable']

function testAttribute(
  found: PlainValue | undefined,
  operator: Comparison | 'in' | 'not_in',
  value: PlainValue,
): boolean {
  if (found === undefined) return false
  if (Array.isArray(found)) {
    const isIn = found.some(member => member === value)
    return operator === 'in' ? isIn : operator === 'not_in' ? !isIn : operator === 'ne'
  }
  if (operator === 'in' || operator === 'not_in') return false
  for (const order of [levels, statuses] as readonly (readonly PlainValue[])[]) {
    const a = order.indexOf(found)
    const b = order.indexOf(typeof value === 'string' ? value.toLowerCase() : value)
    if (a >= 0 && b >= 0) return compare(a, operator, b)
  }
  if (typeof found === 'number') return compare(found, operator, Number(value))
  const wanted = value === null ? null : String(value)
  return compare(typeof found === 'string' ? found : JSON.stringify(found), operator, wanted)
}

function attributeOf(rule: Rule, name: string): PlainValue | undefined {
  switch (name) {
    case 'id':
    case 'name':
    case 'title':
    case 'description':
    case 'status':
    case 'level':
    case 'date':
    case 'modified':
    case 'license':
    case 'taxonomy':
    case 'references':
    case 'fields':
    case 'scope':
      return rule[name]
    case 'author':
      return rule.authors.join(', ')
    case 'falsepositives':
      return rule.falsePositives
    case 'tags':
      return rule.tags.map(({ text }) => text)
    default:
      return rule.custom[name]
  }
}
