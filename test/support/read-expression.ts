import { type DiagnosticCode, noSpan } from '../../src/base/index.ts'
import {
  and,
  anyOne,
  anyRun,
  type Expression,
  literal,
  not,
  type Operator,
  or,
  type Pattern,
  type PatternToken,
  pattern,
  type Regex,
  type TemplateToken,
  type Test,
  type Transform,
} from '../../src/ir/index.ts'

/**
 * Reads the printed form of an expression, for golden files and to show that printing loses nothing.
 * `(list …)` and `(list_all …)` around tests, which are never printed, make one list of them: an `or`,
 * an `and`. Every other test has a list number of its own.
 */
export function readExpression(text: string): Expression {
  const words = text.match(/"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+/g) ?? []
  let next = 0
  let lists = 0

  const take = (): string => words[next++] ?? fail(text, 'more')
  const rest = (): readonly string[] => {
    const taken: string[] = []
    for (let depth = 0; depth > 0 || words[next] !== ')'; ) {
      const word = take()
      if (word === '(') depth++
      if (word === ')') depth--
      taken.push(word)
    }
    next++
    return taken
  }
  const operands = (list?: number): readonly Expression[] => {
    const read: Expression[] = []
    while (words[next] !== ')') read.push(expression(list))
    next++
    return read
  }
  const expression = (list?: number): Expression => {
    const open = take()
    if (open === 'true') return and([])
    if (open === 'false') return or([])
    const head = take()
    switch (head) {
      case 'and':
        return and(operands())
      case 'or':
        return or(operands())
      case 'list':
        return or(operands(lists++))
      case 'list_all':
        return and(operands(lists++))
      case 'not': {
        const [operand] = operands(list)
        return operand === undefined ? fail(text, 'an operand') : not(operand)
      }
      case 'opaque': {
        const [quoted = '', reason = ''] = rest()
        // Whatever is printed there was a code.
        return {
          kind: 'opaque',
          text: word(quoted),
          reason: reason as DiagnosticCode,
          span: noSpan,
        }
      }
      default:
        return readTest(head, rest(), list ?? lists++)
    }
  }
  return expression()
}

function fail(text: string, wanted: string): never {
  throw new Error(`expected ${wanted} in ${text}`)
}

function word(text: string): string {
  return text.startsWith('"') ? (JSON.parse(text) as string) : text
}

function readTest(operator: string, words: readonly string[], list: number): Test {
  const flags = words.slice(1).filter(w => w.startsWith(':'))
  const values = words.slice(1).filter(w => !w.startsWith(':'))
  const isTransform = (flag: string): boolean =>
    operator !== 'regex' && !/^:(cased|derived)$/.test(flag)
  const base = {
    kind: 'test',
    field: word(words[0] ?? ''),
    operator: operator as Operator,
    cased: flags.includes(':cased'),
    transforms: flags.filter(isTransform).map(flag => flag.slice(1) as Transform),
    list,
    span: noSpan,
    ...(flags.includes(':derived') ? { derived: true } : {}),
  }
  const value = operator === 'null' ? {} : { value: readValue(operator as Operator, values, flags) }
  // The printed form of a test has the value that its operator asks for.
  return { ...base, ...value } as unknown as Test
}

function readValue(
  operator: Operator,
  values: readonly string[],
  flags: readonly string[],
): unknown {
  const [first = '', second] = values
  switch (operator) {
    case 'exists':
      return first === 'true'
    case 'regex':
      return readRegex(word(first), flags)
    case 'field_equals':
      return second === undefined
        ? { field: word(first), comparison: 'equals' }
        : { field: word(second), comparison: first }
    case 'wildcard':
      return first === '(' ? readTokens(values.slice(1, -1)) : readPattern(word(first))
    case 'in_list':
      return first === '(' ? readTokens(values.slice(1, -1)) : readTemplate(word(first))
    default:
      return JSON.parse(first)
  }
}

function readRegex(source: string, flags: readonly string[]): Regex {
  const letters = flags.find(flag => /^:[ims]+$/.test(flag)) ?? ''
  const dialect = flags.find(flag => /^:(lucene|java|re2|dotnet)$/.test(flag))
  return {
    source,
    dialect: (dialect?.slice(1) ?? 'pcre') as Regex['dialect'],
    ignoreCase: letters.includes('i'),
    multiline: letters.includes('m'),
    dotAll: letters.includes('s'),
    anchored: flags.includes(':anchored'),
  }
}

/** A pattern as `printPattern` writes it, without sets of characters. */
export function readPattern(text: string): Pattern {
  const tokens: PatternToken[] = []
  for (const [piece, slashes = '', wildcard] of text.matchAll(/(\\*)([*?])|\\+|[^*?\\]+/g)) {
    if (wildcard === undefined) {
      tokens.push(literal(piece))
      continue
    }
    tokens.push(literal('\\'.repeat(slashes.length >> 1)))
    if (slashes.length % 2 === 1) tokens.push(literal(wildcard))
    else tokens.push(wildcard === '*' ? anyRun : anyOne)
  }
  return pattern(tokens)
}

function readTemplate(text: string): readonly TemplateToken[] {
  return text
    .split(/(%[^%]*%)/)
    .flatMap((piece): readonly TemplateToken[] =>
      piece.length > 1 && piece.startsWith('%')
        ? [{ kind: 'list', name: piece.slice(1, -1) }]
        : readPattern(piece),
    )
}

function readTokens(words: readonly string[]): readonly TemplateToken[] {
  const tokens: TemplateToken[] = []
  for (let i = 0; i < words.length; i++) {
    const text = words[i] ?? ''
    if (text === '?') tokens.push(anyOne)
    else if (text === '*') tokens.push(anyRun)
    else if (text === '(') {
      const value = word(words[i + 2] ?? '')
      tokens.push(
        words[i + 1] === 'list'
          ? { kind: 'list', name: value }
          : { kind: 'one_of', characters: value },
      )
      i += 3
    } else tokens.push(literal(word(text)))
  }
  return tokens
}
