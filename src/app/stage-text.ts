import { assertNever } from '../base/index.ts'
import {
  type CorrelateStage,
  type Expression,
  type JoinStage,
  type Stage,
  type Test,
  valueText,
} from '../ir/index.ts'

/** A stage as one line that a person can read. */
export function stageText(stage: Stage): string {
  switch (stage.kind) {
    case 'source': {
      const { product, category, service } = stage.logSource
      const words = [product, category, service, ...stage.names].flatMap(word => word ?? [])
      const text = words.length === 0 ? 'any log' : words.join(' ')
      return stage.lookBack === undefined ? text : `${text}, the last ${spanText(stage.lookBack)}`
    }
    case 'filter':
      return stage.condition === '' ? expressionText(stage.expression) : stage.condition
    case 'derive':
    case 'shape':
      return oneLine(stage.text)
    case 'aggregate': {
      const functions = stage.functions.map(f => `${f.name}(${f.field ?? ''})`).join(', ')
      const by = stage.groupBy.length === 0 ? '' : ` by ${stage.groupBy.join(', ')}`
      return `${functions}${by}${stage.window === undefined ? '' : ` within ${spanText(stage.window)}`}`
    }
    case 'threshold':
      return expressionText(stage.expression)
    case 'sequence': {
      const steps = stage.steps.map(({ isMissing, logic }) => {
        const text = logic.stages.map(stageText).join(' | ')
        return isMissing ? `not (${text})` : text
      })
      const by = stage.by.length === 0 ? '' : ` by ${stage.by.join(', ')}`
      const span = stage.maxSpan === undefined ? '' : ` within ${spanText(stage.maxSpan)}`
      return `${steps.join(', then ')}${by}${span}`
    }
    case 'join': {
      const sides = stage.sides.map(side => side.stages.map(stageText).join(' | '))
      // Conditions on the items of a list: “any of body.links where …”.
      if (isOfItems(stage)) return `${stage.how} where ${sides.join(', or ')}`
      const on = stage.keys.length === 0 ? '' : ` on ${stage.keys.join(', ')}`
      return `${stage.how} of ${sides.join(' and ')}${on}`
    }
    case 'correlate':
      return correlationText(stage)
    case 'opaque':
      return `could not be read (${stage.reason})${stage.text === '' ? '' : `: ${oneLine(stage.text)}`}`
    default:
      return assertNever(stage)
  }
}

function isOfItems({ how, keys }: JoinStage): boolean {
  return keys.length === 0 && /^(?:any|all|those|at least \d+) of /.test(how)
}

const operatorWords = { eq: '=', neq: '≠', gt: '>', gte: '≥', lt: '<', lte: '≤' } as const

function correlationText(stage: CorrelateStage): string {
  const { condition } = stage
  const rules = stage.rules.map(rule => rule.reference).join(', ')
  const by = stage.groupBy.length === 0 ? '' : ` by ${stage.groupBy.join(', ')}`
  const bounds =
    condition?.kind === 'bounds'
      ? ` ${condition.bounds.map(b => `${operatorWords[b.operator]} ${b.value}`).join(' and ')}`
      : ''
  const fields =
    condition?.kind === 'bounds' && condition.fields.length > 0
      ? ` of ${condition.fields.join(', ')}`
      : ''
  return `${stage.type}${fields}${bounds} over ${rules}${by} within ${spanText(stage.timespan)}`
}

function spanText(seconds: number): string {
  const units = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'm'],
  ] as const
  const unit = units.find(([size]) => seconds % size === 0)
  return unit === undefined ? `${seconds}s` : `${seconds / unit[0]}${unit[1]}`
}

/** An expression in words, on one line, with every value. */
export function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case 'test':
      return testText(expression)
    case 'opaque':
      return `could not be read: ${oneLine(expression.text)}`
    case 'not':
      return `not ${nested(expression.operand)}`
    case 'and':
    case 'or':
      if (expression.operands.length === 0) return expression.kind === 'and' ? 'always' : 'never'
      return listText(expression) ?? expression.operands.map(nested).join(` ${expression.kind} `)
    default:
      return assertNever(expression)
  }
}

function nested(expression: Expression): string {
  const text = expressionText(expression)
  const isCompound = expression.kind === 'and' || expression.kind === 'or'
  return isCompound && listText(expression) === undefined ? `(${text})` : text
}

/** A list of values of one field: `Image ends with any of \a.exe, \b.exe`. */
function listText(expression: Expression): string | undefined {
  if (expression.kind !== 'and' && expression.kind !== 'or') return undefined
  const tests: Test[] = []
  for (const operand of expression.operands) {
    if (operand.kind !== 'test') return undefined
    tests.push(operand)
  }
  const [first] = tests
  if (first === undefined || tests.length < 2) return undefined
  const isOne = tests.every(
    t => t.list === first.list && t.field === first.field && t.operator === first.operator,
  )
  if (!isOne) return undefined
  const quantifier = expression.kind === 'or' ? 'any of' : 'all of'
  const values = tests.map(t => JSON.stringify(valueText(t))).join(', ')
  return `${first.field} ${words(first)} ${quantifier} ${values}`
}

function testText(test: Test): string {
  if (test.operator === 'null') return `${test.field} is absent or null`
  if (test.operator === 'exists') return `${test.field} ${test.value ? 'exists' : 'is absent'}`
  const value =
    typeof test.value === 'number' ? String(test.value) : JSON.stringify(valueText(test))
  return `${test.field} ${words(test)} ${value}`
}

function words(test: Test): string {
  const transforms = test.transforms.length === 0 ? '' : `${test.transforms.join(' ')} `
  return `${transforms}${test.operator.replaceAll('_', ' ')}`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
