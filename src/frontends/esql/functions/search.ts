import type { Expression, Test } from '../../../ir/index.ts'
import type { Condition } from '../condition.ts'
import { findConstant } from '../constant.ts'
import { findOperand } from '../lower-operand.ts'
import { equalsConstant } from '../lower-test.ts'
import type { EsqlLowering } from '../lowering.ts'
import type { EsqlCall, EsqlString } from '../syntax.ts'

/** Fields whose text Elasticsearch takes apart into words; all others are whole values. */
const analysedNames: ReadonlySet<string> = new Set([
  'message',
  'error.message',
  'powershell.command.invocation_details.value',
  'powershell.command.value',
  'powershell.file.script_block_text',
])

/**
 * `MATCH(field, "words")`, `field : "words"`: “`MATCH` returns true if the provided query matches the
 * row”, so it is never null. Of analysed text any word is enough (of a phrase all, in their order) and
 * case plays no part; of other fields the whole value is compared, any of several.
 */
export function lowerMatch(
  call: EsqlCall,
  mode: 'any' | 'phrase',
  lowering: EsqlLowering,
): Condition | undefined {
  const [subject, text, options] = call.arguments
  if (subject === undefined || text === undefined || options !== undefined) return undefined
  const operand = findOperand(subject, lowering)
  const value = findConstant(text)
  if (operand === undefined || value === undefined || value === null) return undefined
  if (operand.isDerived) return undefined
  const { connectives } = lowering
  const isAnalysed = analysedNames.has(operand.field) || operand.field.endsWith('.text')
  if (!isAnalysed || text.kind !== 'string') {
    const condition = equalsConstant(operand, value, text, lowering)
    return condition && connectives.total(condition.isTrue)
  }
  const list = lowering.newList()
  const frame = { ...lowering.frame(operand, text.span, list), cased: false }
  const tests = (mode === 'any' ? wordsOf(text) : phraseOf(text)).map((word): Test => {
    return { ...frame, operator: 'has', value: word }
  })
  if (tests.length === 0) return undefined
  const expression: Expression = tests.length === 1 && tests[0] ? tests[0] : { kind: 'or', operands: tests }
  return connectives.total(expression)
}

/** What Unicode’s rules cut into words: letters and digits, with the marks that join them. */
function wordsOf({ value }: EsqlString): readonly string[] {
  return value.match(/[\p{L}\p{N}_]+(?:['.:][\p{L}\p{N}_]+)*/gu) ?? []
}

/** A phrase without the marks around it. */
function phraseOf({ value }: EsqlString): readonly string[] {
  const phrase = value.replace(/^[^\p{L}\p{N}]+/u, '')
  const trimmed = [...phrase]
  while (trimmed.length > 0 && !/[\p{L}\p{N}]/u.test(trimmed.at(-1) ?? '')) trimmed.pop()
  return trimmed.length === 0 ? [] : [trimmed.join('')]
}
