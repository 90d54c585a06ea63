import { assertNever } from '../base/index.ts'
import {
  type Expression,
  printStage,
  type Rule,
  type Stage,
  type Test,
  testsOf,
  toNegationNormalForm,
  valueText,
} from '../ir/index.ts'
import { type EventType, eventTypesOf, selectorKind } from '../knowledge/index.ts'
import { visibleEventTypes } from './event-coverage.ts'
import { canonicalTest, indicatorKey } from './indicators.ts'
import { expressionsOf } from './predicates.ts'

/**
 * What rules of one family share: their logic in canonical form, selectors apart. Operands are
 * sorted and made unique, fields have their canonical names, values are folded; names of selections
 * and order make no difference.
 *
 * Selectors are left out, and the kinds of events that they leave stand in their place: Sysmon 1,
 * Security 4688 and the log source `process_creation` are one kind, a logon and a failed one are
 * two. So are a remote thread and an access to a process, although both test `TargetImage`.
 *
 * A rule that is nothing but selectors keeps them: they are all it says. A rule of which nothing
 * could be read is a family of its own. `types` are those that the rule can see.
 */
export function familyKey(
  rule: Rule,
  types: readonly EventType[] = visibleEventTypes(rule),
): string {
  const { product = '' } = rule.logSource
  if (!saysAnything(rule)) return ['unread', rule.body].join('\n')
  const context = { rule, types }
  const stages = printStages(rule.logic.stages, context)
  return [product.toLowerCase(), kindsOf(context), ...stages].filter(text => text !== '').join('\n')
}

/** Filters that nothing stands between are one condition, and one that is always true says nothing. */
function printStages(stages: readonly Stage[], context: Context): readonly string[] {
  const printed: string[] = []
  let forms: Form[] = []
  const endFilters = (): void => {
    const form = toForm('and', forms)
    const isAlwaysTrue = form.kind === 'and' && form.operands.length === 0
    if (!isAlwaysTrue) printed.push(printForm(form))
    forms = []
  }
  for (const stage of stages) {
    if (stage.kind === 'source' || stage.kind === 'shape') continue
    if (stage.kind === 'filter') {
      forms.push(formOf(stage.expression, context))
      continue
    }
    endFilters()
    printed.push(printStage(stage))
  }
  endFilters()
  return printed
}

interface Context {
  readonly rule: Rule
  /** What the rule can see. */
  readonly types: readonly EventType[]
}

function saysAnything({ logic }: Rule): boolean {
  return logic.stages.some(
    stage => stage.kind === 'correlate' || expressionsOf(stage).some(e => testsOf(e).length > 0),
  )
}

/**
 * The kinds of events that the selectors leave: their Sigma categories, or the event types where
 * they have none. Nothing where the selectors leave the log source whole, or the log has operations:
 * then the fields’ scope and the tests say it.
 */
function kindsOf({ rule, types }: Context): string {
  const isNarrowed = types.length < eventTypesOf(rule.logSource).types.length
  const kinds = types.flatMap(({ key, categories, operations }) => {
    if (operations.length > 0) return []
    if (categories.length > 0) return [categories.map(({ name }) => name).sort()]
    return isNarrowed ? [[key]] : []
  })
  return [...new Set(kinds.map(names => names.join('+')))].sort().join(' ')
}

function formOf(expression: Expression, context: Context): Form {
  const normal = toNegationNormalForm(expression)
  // Selectors that leave no known event say more than their absence would.
  const form = context.types.length === 0 ? undefined : findForm(normal, context, false)
  return form ?? findForm(normal, context, true) ?? { kind: 'and', operands: [] }
}

/** An expression with its operands in canonical order, each once. */
type Form =
  | { readonly kind: 'leaf'; readonly text: string }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Form[] }

function printForm(form: Form): string {
  return form.kind === 'leaf'
    ? form.text
    : `(${[form.kind, ...form.operands.map(printForm)].join(' ')})`
}

function toForm(kind: 'and' | 'or', forms: readonly Form[]): Form {
  const flat = forms.flatMap(form => (form.kind === kind ? form.operands : [form]))
  const unique = new Map(flat.map(form => [printForm(form), form]))
  const operands = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, form]) => form)
  const [only] = operands
  return only !== undefined && operands.length === 1 ? only : { kind, operands }
}

/** The canonical form of an expression; `undefined` when nothing but selectors was in it. */
function findForm(
  expression: Expression,
  context: Context,
  keepSelectors: boolean,
): Form | undefined {
  switch (expression.kind) {
    case 'test':
      if (!keepSelectors && isMereSelector(expression, context.rule)) return undefined
      return { kind: 'leaf', text: printTest(expression, context) }
    case 'opaque':
      return { kind: 'leaf', text: `(opaque ${JSON.stringify(expression.text)})` }
    case 'not': {
      const inner = findForm(expression.operand, context, keepSelectors)
      return inner && { kind: 'leaf', text: `(not ${printForm(inner)})` }
    }
    case 'and':
    case 'or': {
      const { kind, operands } = expression
      const forms = operands.flatMap(e => findForm(e, context, keepSelectors) ?? [])
      if (forms.length === 0 && operands.length > 0) return undefined
      // In an `or`, a selector is a way to fire by itself and no mere choice of events.
      const isWay = kind === 'or' && forms.length < operands.length
      return isWay ? findForm(expression, context, true) : toForm(kind, forms)
    }
    default:
      return assertNever(expression)
  }
}

function isMereSelector(test: Test, rule: Rule): boolean {
  const selector = selectorKind(rule.logSource, test.field)
  return selector !== undefined && selector !== 'operation'
}

/** The count key, with what it leaves out and the logic does not. */
function printTest(test: Test, { rule, types }: Context): string {
  const { name, scope, kind } = canonicalTest(rule.logSource, types, test)
  const words = [
    indicatorKey(scope, name, test, kind),
    ...(test.cased ? ['cased', JSON.stringify(valueText(test))] : []),
    ...(test.transforms.includes('windash') ? ['windash'] : []),
  ]
  return words.join(' ')
}
