import { assertNever } from '../base/index.ts'
import type { Expression, InListTest, TemplateToken, Test, WildcardTest } from './expression.ts'
import type { CorrelateStage, Logic, RuleExpression, SequenceStage, Stage } from './logic.ts'
import { type PatternToken, printPattern } from './pattern.ts'

/**
 * The printed form of logic: one line a stage, expressions as lists with the operator first. Golden
 * files compare it, so equal logic prints equally and different logic differently.
 */

export function printLogic(logic: Logic): string {
  return logic.stages.map(printStage).join('\n')
}

export function printStage(stage: Stage): string {
  return `(${[stage.kind, ...stageWords(stage)].filter(word => word !== '').join(' ')})`
}

function stageWords(stage: Stage): readonly string[] {
  switch (stage.kind) {
    case 'source': {
      const { product, category, service } = stage.logSource
      return [
        pair('product', product),
        pair('category', category),
        pair('service', service),
        ...stage.names.map(name => JSON.stringify(name)),
        stage.lookBack === undefined ? '' : `:look-back ${stage.lookBack}`,
      ]
    }
    case 'filter':
      return [
        stage.origin === undefined ? '' : `:from ${JSON.stringify(stage.origin.id)}`,
        printExpression(stage.expression),
      ]
    case 'derive':
      return [...stage.names.map(printName), JSON.stringify(stage.text)]
    case 'aggregate':
      return [
        ...stage.functions.map(
          f => `(${printName(f.as)} ${f.name}${f.field ? ` ${printName(f.field)}` : ''})`,
        ),
        stage.groupBy.length === 0 ? '' : `:by (${stage.groupBy.map(printName).join(' ')})`,
        stage.window === undefined ? '' : `:window ${stage.window}`,
        stage.cased ? ':cased' : '',
        stage.keepsNull ? ':keeps-null' : '',
        stage.keepsRows ? ':keeps-rows' : '',
      ]
    case 'threshold':
      return [printExpression(stage.expression)]
    case 'sequence':
      return sequenceWords(stage)
    case 'join':
      return [
        stage.how,
        `:on (${stage.keys.map(printName).join(' ')})`,
        ...stage.sides.map(side => `(${printLogic(side)})`),
      ]
    case 'correlate':
      return correlateWords(stage)
    case 'shape':
      return [JSON.stringify(stage.text)]
    case 'opaque':
      return [JSON.stringify(stage.text), stage.reason]
    default:
      return assertNever(stage)
  }
}

function sequenceWords(stage: SequenceStage): readonly string[] {
  const optional = new Set(stage.optionalBy)
  const keys = (names: readonly string[] | undefined): string => {
    if (names === undefined || names.length === 0) return ''
    const printed = names.map(name => `${optional.has(name) ? '?' : ''}${printName(name)}`)
    return ` :by (${printed.join(' ')})`
  }
  return [
    keys(stage.by).trimStart(),
    stage.maxSpan === undefined ? '' : `:max-span ${stage.maxSpan}`,
    ...stage.steps.map(step => {
      const runs = step.runs === 1 ? '' : ` :runs ${step.runs}`
      const kind = step.isMissing ? 'missing' : 'step'
      return `(${kind}${keys(step.by)}${runs} ${printLogic(step.logic)})`
    }),
    stage.until === undefined ? '' : `(until${keys(stage.untilBy)} ${printLogic(stage.until)})`,
  ]
}

function pair(name: string, value: string | undefined): string {
  return value === undefined ? '' : `:${name} ${printName(value)}`
}

function correlateWords(stage: CorrelateStage): readonly string[] {
  const { condition } = stage
  return [
    stage.type,
    `(${stage.rules.map(rule => printName(rule.reference)).join(' ')})`,
    stage.groupBy.length === 0 ? '' : `:by (${stage.groupBy.map(printName).join(' ')})`,
    `:timespan ${stage.timespan}`,
    ...stage.aliases.map(
      ({ alias, fields }) =>
        `(alias ${printName(alias)} ${fields.map(f => `(${printName(f.rule)} ${printName(f.field)})`).join(' ')})`,
    ),
    condition === undefined
      ? ''
      : condition.kind === 'bounds'
        ? [
            ...condition.bounds.map(b => `(${b.operator} ${b.value})`),
            condition.fields.length === 0
              ? ''
              : `:fields (${condition.fields.map(printName).join(' ')})`,
            condition.percentile === undefined ? '' : `:percentile ${condition.percentile}`,
          ]
            .filter(word => word !== '')
            .join(' ')
        : printRuleExpression(condition),
    stage.generate ? ':generate' : '',
  ]
}

export function printRuleExpression(expression: RuleExpression): string {
  switch (expression.kind) {
    case 'rule':
      return printName(expression.rule)
    case 'not':
      return `(not ${printRuleExpression(expression.operand)})`
    case 'and':
    case 'or':
      return `(${[expression.kind, ...expression.operands.map(printRuleExpression)].join(' ')})`
  }
}

export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      if (expression.operands.length === 0) return expression.kind === 'and' ? 'true' : 'false'
      return `(${[expression.kind, ...expression.operands.map(printExpression)].join(' ')})`
    case 'not':
      return `(not ${printExpression(expression.operand)})`
    case 'test':
      return printTest(expression)
    case 'opaque':
      return `(opaque ${JSON.stringify(expression.text)} ${expression.reason})`
    default:
      return assertNever(expression)
  }
}

function printTest(test: Test): string {
  const words = [
    test.operator,
    printName(test.field),
    printValue(test),
    ...test.transforms.map(transform => `:${transform}`),
    test.cased ? ':cased' : '',
    test.derived ? ':derived' : '',
  ]
  return `(${words.filter(word => word !== '').join(' ')})`
}

/** A name as one word: quoted when it is empty or could be read as something else. */
function printName(name: string): string {
  return /^$|^:|[\s()"]/.test(name) ? JSON.stringify(name) : name
}

function printValue(test: Test): string {
  switch (test.operator) {
    case 'null':
      return ''
    case 'exists':
      return String(test.value)
    case 'regex': {
      const { source, dialect, ignoreCase, multiline, dotAll, anchored } = test.value
      const flags = `${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}${dotAll ? 's' : ''}`
      const dialectWord = dialect === 'pcre' ? '' : ` :${dialect}`
      return `${JSON.stringify(source)}${flags && ` :${flags}`}${dialectWord}${anchored ? ' :anchored' : ''}`
    }
    case 'field_equals':
      return test.value.comparison === 'equals'
        ? printName(test.value.field)
        : `${test.value.comparison} ${printName(test.value.field)}`
    case 'wildcard':
    case 'in_list':
      return isPlainlyWritten(test)
        ? JSON.stringify(valueText(test))
        : `(${test.value.map(printToken).join(' ')})`
    default:
      return JSON.stringify(test.value)
  }
}

/** Whether the text that a person reads stands for these tokens and no others. */
function isPlainlyWritten(test: WildcardTest | InListTest): boolean {
  return test.value.every(token => {
    if (token.kind === 'one_of') return false
    if (token.kind === 'list') return !token.name.includes('%')
    return !(test.operator === 'in_list' && token.kind === 'literal' && token.text.includes('%'))
  })
}

function printToken(token: TemplateToken): string {
  switch (token.kind) {
    case 'literal':
      return JSON.stringify(token.text)
    case 'any_one':
      return '?'
    case 'any_run':
      return '*'
    case 'one_of':
      return `(one_of ${JSON.stringify(token.characters)})`
    case 'list':
      return `(list ${JSON.stringify(token.name)})`
    default:
      return assertNever(token)
  }
}

/** The value of a test as a person reads it; empty for `null`. */
export function valueText(test: Test): string {
  switch (test.operator) {
    case 'null':
      return ''
    case 'exists':
      return String(test.value)
    case 'wildcard':
      return printPattern(test.value)
    case 'in_list':
      return printTemplate(test.value)
    case 'regex':
      return test.value.source
    case 'field_equals':
      return test.value.field
    default:
      return String(test.value)
  }
}

function printTemplate(tokens: readonly TemplateToken[]): string {
  let text = ''
  let between: PatternToken[] = []
  for (const token of tokens) {
    if (token.kind !== 'list') {
      between.push(token)
      continue
    }
    text += `${printPattern(between)}%${token.name}%`
    between = []
  }
  return text + printPattern(between)
}
