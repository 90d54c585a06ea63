import {
  anyField,
  anyOne,
  anyRun,
  literal,
  type Pattern,
  type PatternToken,
  pattern,
  printPattern,
  type Test,
  toTextTest,
} from '../../../ir/index.ts'

/**
 * The value of a test as pySigma’s strings have it: `contains "x"` is `*x*`, a keyword is what it
 * searches for. `undefined` for values that are no strings, or are encoded.
 */
export function patternOf(test: Test): Pattern | undefined {
  if (test.transforms.length > 0) return undefined
  const tokens = plainPatternOf(test)
  if (tokens === undefined || test.field !== anyField) return tokens
  const from = tokens[0]?.kind === 'any_run' ? 1 : 0
  const to = tokens.length > from && tokens.at(-1)?.kind === 'any_run' ? -1 : tokens.length
  return tokens.slice(from, to)
}

function plainPatternOf(test: Test): Pattern | undefined {
  switch (test.operator) {
    case 'equals':
      return typeof test.value === 'string' ? pattern([literal(test.value)]) : undefined
    case 'contains':
      return pattern([anyRun, literal(String(test.value)), anyRun])
    case 'starts_with':
      return pattern([literal(String(test.value)), anyRun])
    case 'ends_with':
      return pattern([anyRun, literal(String(test.value))])
    case 'wildcard':
      return test.value
    default:
      return undefined
  }
}

/** The text of a test’s value as pySigma prints it; `undefined` for values that are no strings. */
export function stringOf(test: Test): string | undefined {
  const tokens = patternOf(test)
  return tokens && printPattern(tokens)
}

/** The test with another string for its value. */
export function withPattern(test: Test, tokens: Pattern): Test {
  const { kind, field, cased, transforms, part, list, derived, span, fieldSpan } = test
  const base = {
    kind,
    field,
    cased,
    transforms,
    ...(part === undefined ? {} : { part }),
    list,
    ...(derived === undefined ? {} : { derived }),
    span,
    ...(fieldSpan === undefined ? {} : { fieldSpan }),
  }
  return toTextTest(field === anyField ? pattern([anyRun, ...tokens, anyRun]) : tokens, base)
}

/** The pattern that `printPattern` prints as `text`. */
export function parsePrinted(text: string): Pattern {
  const tokens: PatternToken[] = []
  let at = 0
  for (const match of text.matchAll(/(\\*)([*?])/g)) {
    const [all, slashes = '', wild = ''] = match
    tokens.push(literal(text.slice(at, match.index) + '\\'.repeat(slashes.length >> 1)))
    if (slashes.length % 2 === 1) tokens.push(literal(wild))
    else tokens.push(wild === '*' ? anyRun : anyOne)
    at = match.index + all.length
  }
  tokens.push(literal(text.slice(at)))
  return pattern(tokens)
}
