import type { SplCursor } from './cursor.ts'
import type { SplCondition, SplMissing, SplSearchOperator, SplSearchValue } from './syntax.ts'

/** A word of a search ends at blanks, quotation marks, brackets, commas, comparisons and pipes. */
const word = /(?:[^\s"(),|`[\]=<>!\\]|\\\S|\(\)|!(?!=)|\\(?=\s|$))+/y
const wordWithBrackets = /(?:[^\s"(),|`=<>!\\]|\\\S|\(\)|!(?!=)|\\(?=\s|$))+/y
/** A value may hold what would compare elsewhere. */
const bareValue = /(?:[^\s"(),|`[\]\\]|\\\S|\(\)|\\(?=\s|$))+/y
const bareValueWithBrackets = /(?:[^\s"(),|`\\]|\\\S|\(\)|\\(?=\s|$))+/y
const comparison = /!=|<=|>=|==|=|<|>/y
const directive = /(?:TERM|CASE|PREFIX)\(/y
const directiveText = /"(?:[^"\\]|\\[\s\S])*"|[^)|]*/y
const inList = /in\s*\(/iy
const upperWord = /(?:AND|OR|NOT)(?![^\s"()`[|])/y

/**
 * The condition of a search. “The search command evaluates OR before AND operators”, and “the AND operator
 * is always implied between terms”: `a b OR c` is `a AND (b OR c)`.
 */
export function parseCondition(cursor: SplCursor, isEnd: () => boolean): SplCondition | undefined {
  const operands: SplCondition[] = []
  for (;;) {
    skipCommas(cursor)
    if (cursor.isAtEnd() || isEnd() || cursor.text[cursor.at] === ')') break
    if (isWord(cursor, 'AND')) {
      if (operands.length === 0) {
        operands.push(cursor.expected('a condition'))
        break
      }
      cursor.take(upperWord)
      if (cursor.isAtEnd() || isEnd() || cursor.text[cursor.at] === ')') {
        operands.push(cursor.expected('a condition'))
        break
      }
    }
    operands.push(parseOr(cursor, isEnd))
  }
  return join('and', operands)
}

function parseOr(cursor: SplCursor, isEnd: () => boolean): SplCondition {
  const operands = [parseUnary(cursor, isEnd)]
  while (isWord(cursor, 'OR') || isCommaBeforeOr(cursor)) {
    cursor.take(upperWord)
    operands.push(parseUnary(cursor, isEnd))
  }
  return join('or', operands) ?? cursor.expected('a condition')
}

function parseUnary(cursor: SplCursor, isEnd: () => boolean): SplCondition {
  skipCommas(cursor)
  if (cursor.isAtEnd() || isEnd()) return cursor.expected('a condition')
  const start = cursor.at
  if (isWord(cursor, 'NOT')) {
    cursor.take(upperWord)
    const operand = cursor.nested(() => parseUnary(cursor, isEnd))
    return { kind: 'not', operand, span: { start, end: cursor.end } }
  }
  return parsePrimary(cursor, isEnd)
}

function parsePrimary(cursor: SplCursor, isEnd: () => boolean): SplCondition {
  const start = cursor.at
  const character = cursor.text[start]
  if (character === '(') {
    cursor.step()
    const inner = cursor.nested(() => parseCondition(cursor, () => false))
    if (cursor.isBroken) return inner ?? missing(start, cursor)
    if (cursor.text[cursor.at] !== ')') return withMissing(inner, cursor.expected('“)”'))
    cursor.step()
    if (inner === undefined) {
      return cursor.fail('spl/syntax', { start, end: cursor.at }, 'the brackets hold nothing')
    }
    return inner
  }
  if (character === '[') return cursor.takeSubsearch()
  if (character === '`') {
    const call = cursor.takeMacro() ?? ''
    return { kind: 'macro', call, span: { start, end: cursor.end } }
  }
  if (isWord(cursor, 'OR') || isWord(cursor, 'AND')) return cursor.expected('a condition')
  const value = parseWord(cursor, cursor.subsearches > 0 ? word : wordWithBrackets)
  if (value === undefined) return cursor.expected('a condition')
  return parseComparison(value, cursor, isEnd)
}

/** `field=value`, `field IN (…)`, or a word alone. */
function parseComparison(
  field: SplSearchValue,
  cursor: SplCursor,
  isEnd: () => boolean,
): SplCondition {
  const { start } = field.span
  const indexed = findIndexed(field)
  if (indexed !== undefined) return indexed
  cursor.skipBlanks()
  if (field.directive === undefined && !isEnd()) {
    const found = cursor.take(comparison)
    if (found !== undefined) {
      const operator = (found === '==' ? '=' : found) as SplSearchOperator
      return parseCompared(field, operator, cursor)
    }
    if (cursor.sees(inList)) {
      cursor.take(inList)
      return parseIn(field, cursor)
    }
  }
  return { kind: 'term', value: field, span: { start, end: field.span.end } }
}

/** `sourcetype::syslog` compares a field that was indexed; `fe80::1` is an address. */
function findIndexed({ raw, isQuoted, directive, span }: SplSearchValue): SplCondition | undefined {
  const [, name, value] = /^([A-Za-z_][\w.-]*)::([^:][\s\S]*)$/.exec(raw) ?? []
  if (isQuoted || directive !== undefined || name === undefined || value === undefined)
    return undefined
  if (/^[\da-f:.]+$/i.test(raw)) return undefined
  const middle = span.start + name.length
  const field = { raw: name, isQuoted: false, span: { start: span.start, end: middle } }
  const compared = { raw: value, isQuoted: false, span: { start: middle + 2, end: span.end } }
  return { kind: 'comparison', field, operator: '=', value: compared, span }
}

function parseCompared(
  field: SplSearchValue,
  operator: SplSearchOperator,
  cursor: SplCursor,
): SplCondition {
  const { start } = field.span
  cursor.skipBlanks()
  if (cursor.text[cursor.at] === '(' && operator !== '<' && operator !== '>') {
    return parseDistributed(field, operator, cursor)
  }
  const value = parseValue(cursor)
  if (value === undefined) return cursor.expected('a value')
  return { kind: 'comparison', field, operator, value, span: { start, end: value.span.end } }
}

/** `host=(a OR b)` is `host=a OR host=b`. */
function parseDistributed(
  field: SplSearchValue,
  operator: SplSearchOperator,
  cursor: SplCursor,
): SplCondition {
  cursor.step()
  const operands: SplCondition[] = []
  for (;;) {
    cursor.skipBlanks()
    const value = parseValue(cursor)
    if (value === undefined) return cursor.expected('a value')
    const span = { start: field.span.start, end: value.span.end }
    operands.push({ kind: 'comparison', field, operator, value, span })
    cursor.skipBlanks()
    if (cursor.text[cursor.at] === ')') break
    if (!isWord(cursor, 'OR')) return cursor.expected('“)”')
    cursor.take(upperWord)
  }
  cursor.step()
  return join('or', operands) ?? cursor.expected('a value')
}

/** “`<field> IN (<value-list>)`”; commas and blanks alike separate values. */
function parseIn(field: SplSearchValue, cursor: SplCursor): SplCondition {
  const values: SplSearchValue[] = []
  for (;;) {
    skipCommas(cursor)
    if (cursor.text[cursor.at] === ')') break
    const value = parseValue(cursor)
    if (value === undefined) return withMissing(undefined, cursor.expected('a value'))
    values.push(value)
  }
  cursor.step()
  return { kind: 'in', field, values, span: { start: field.span.start, end: cursor.end } }
}

function parseValue(cursor: SplCursor): SplSearchValue | undefined {
  return parseWord(cursor, cursor.subsearches > 0 ? bareValue : bareValueWithBrackets)
}

function parseWord(cursor: SplCursor, bare: RegExp): SplSearchValue | undefined {
  const start = cursor.at
  if (cursor.text[start] === '"') {
    const raw = cursor.takeQuoted() ?? ''
    return { raw, isQuoted: true, span: { start, end: cursor.end } }
  }
  if (cursor.sees(directive)) {
    const name = cursor.take(directive)?.slice(0, -1) as 'TERM' | 'CASE' | 'PREFIX'
    const text = cursor.take(directiveText) ?? ''
    const isQuoted = text.startsWith('"')
    if (cursor.text[cursor.at] === ')') {
      cursor.step()
    } else cursor.expected('“)”')
    const raw = isQuoted ? text.slice(1, -1) : text.trim()
    return { raw, isQuoted, directive: name, span: { start, end: cursor.end } }
  }
  const raw = cursor.take(bare)
  return raw === undefined ? undefined : { raw, isQuoted: false, span: { start, end: cursor.end } }
}

/** Whether an operator in capitals stands here: “the operators must be capitalized”. */
function isWord(cursor: SplCursor, name: string): boolean {
  cursor.skipBlanks()
  return cursor.text.startsWith(name, cursor.at) && cursor.sees(upperWord)
}

/** `(a, OR b)` is `(a OR b)`. */
function isCommaBeforeOr(cursor: SplCursor): boolean {
  if (!cursor.sees(/\s*,\s*OR(?![^\s"()`[|])/y)) return false
  skipCommas(cursor)
  return true
}

function skipCommas(cursor: SplCursor): void {
  do cursor.skipBlanks()
  while (cursor.text[cursor.at] === ',' && ++cursor.at > 0)
}

function join(kind: 'and' | 'or', operands: readonly SplCondition[]): SplCondition | undefined {
  const flat = operands.flatMap(o => (o.kind === kind ? o.operands : [o]))
  return flat.length < 2 ? flat[0] : { kind, operands: flat }
}

/** What was read of a condition before it broke off. */
function withMissing(read: SplCondition | undefined, rest: SplMissing): SplCondition {
  return read === undefined ? rest : { kind: 'and', operands: [read, rest] }
}

function missing(start: number, cursor: SplCursor): SplMissing {
  return { kind: 'missing', span: { start, end: Math.max(start, cursor.end) } }
}
