import { assertNever, type Span } from '../../base/index.ts'
import type { Condition } from '../../ir/condition/index.ts'
import {
  anyOne,
  anyRun,
  compileRegex,
  findPlainTexts,
  literal,
  or,
  type Pattern,
  pattern,
  type Regex,
  type Test,
  toTextTest,
} from '../../ir/index.ts'
import type { MqlTextTest } from './functions.ts'
import type { MqlPlace } from './lowering.ts'
import type { FieldOperand } from './scope.ts'

/** Tests of texts: `strings.contains`, `strings.ilike`, `regex.match` and their kin. */

/** A condition that is null where an operand has no value. */
export function strict(
  test: Test,
  operands: readonly FieldOperand[],
  { lowering }: MqlPlace,
): Condition {
  return lowering.connectives.strict(
    test,
    operands.map(operand => lowering.presence(operand)),
  )
}

interface PlacedText {
  readonly value: string
  readonly span: Span
}

/** A test of a value’s text; null where there is no value. */
export function textTest(
  kind: MqlTextTest,
  subject: FieldOperand,
  { value, span }: PlacedText,
  ignoresCase: boolean,
  list: number,
  place: MqlPlace,
): Condition {
  const frame = place.lowering.frame(subject, span, ignoresCase, list)
  switch (kind) {
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      if (value === '') return present(subject, place)
      return strict({ kind: 'test', ...frame, operator: kind, value }, [subject], place)
    case 'wildcard': {
      const tokens = wildcards(value)
      const [first] = tokens
      if (tokens.length === 1 && first?.kind === 'any_run') return present(subject, place)
      return strict(toTextTest(tokens, frame), [subject], place)
    }
    case 'regex':
    case 'whole_regex':
      return regexTest(kind === 'whole_regex', subject, { value, span }, ignoresCase, list, place)
    default:
      return assertNever(kind)
  }
}

/** True of every value, and null of none. */
function present(subject: FieldOperand, { lowering }: MqlPlace): Condition {
  return { isTrue: lowering.presence(subject), isFalse: or([]) }
}

/** “* matches any number of characters, ? exactly one.” Nothing escapes them. */
function wildcards(text: string): Pattern {
  return pattern(
    text.split(/([*?])/).map(piece => {
      if (piece === '*') return anyRun
      return piece === '?' ? anyOne : literal(piece)
    }),
  )
}

/** RE2’s expressions, of a part or of the whole; one that is nothing but texts is tests of those. */
function regexTest(
  anchored: boolean,
  subject: FieldOperand,
  { value: written, span }: PlacedText,
  ignoresCase: boolean,
  list: number,
  place: MqlPlace,
): Condition {
  const { lowering } = place
  const flag = /^\(\?i\)/.test(written)
  const ignoreCase = ignoresCase || flag
  const value: Regex = {
    source: flag ? written.slice(4) : written,
    dialect: 're2',
    ignoreCase,
    multiline: false,
    dotAll: false,
    anchored,
  }
  const compiled = compileRegex(value)
  if (compiled.kind !== 'compiled') {
    const code = compiled.kind === 'invalid' ? 'mql/invalid-regex' : 'mql/unsupported-regex'
    lowering.report(code, span, compiled.message)
  }
  const frame = lowering.frame(subject, span, ignoreCase, list)
  const texts = compiled.kind === 'compiled' ? findPlainTexts(value) : undefined
  if (texts === undefined)
    return strict({ kind: 'test', ...frame, operator: 'regex', value }, [subject], place)
  return lowering.connectives.any(
    texts.map(({ operator, text }): Condition => {
      if (text === '' && operator !== 'equals') return present(subject, place)
      return strict({ kind: 'test', ...frame, operator, value: text }, [subject], place)
    }),
  )
}
