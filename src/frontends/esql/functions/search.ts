import type { Condition } from '../../../ir/condition/index.ts'
import { type Expression, literal, type Test, toTermTest } from '../../../ir/index.ts'
import { isAnalysedField } from '../../../knowledge/index.ts'
import { findConstant } from '../constant.ts'
import { findOperand } from '../lower-operand.ts'
import { equalsConstant } from '../lower-test.ts'
import type { EsqlLowering } from '../lowering.ts'
import type { EsqlCall } from '../syntax.ts'

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
  if (!isAnalysedField(operand.field) || text.kind !== 'string') {
    const condition = equalsConstant(operand, value, text, lowering)
    return condition && connectives.total(condition.isTrue)
  }
  const frame = lowering.frame(operand, text.span)
  const words = mode === 'any' ? wordsOf(text.value) : [text.value]
  const tests = words.flatMap((word): Test[] => {
    const test = toTermTest([literal(word)], frame)
    return test === undefined ? [] : [test]
  })
  const [only] = tests
  if (only === undefined) return undefined
  const expression: Expression = tests.length === 1 ? only : { kind: 'or', operands: tests }
  return connectives.total(expression)
}

/** What Unicode’s rules cut a text into: letters and digits, and a mark between two of them. */
function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_]+(?:['.:][\p{L}\p{N}_]+)*/gu) ?? []
}
