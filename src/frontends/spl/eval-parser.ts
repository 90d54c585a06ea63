import type { Span } from '../../base/index.ts'
import type { SplCursor } from './cursor.ts'
import type { SplAssignment, SplComparisonOperator, SplExpression, SplMissing } from './syntax.ts'

const name = /[A-Za-z_@][\w@:#{}]*/y
/** What `foreach` replaces. */
const template = /\w*<<(?:FIELD|MATCHSTR|MATCHSEG\d|ITEM|ITER)>>\w*/y
const number = /(?:0x[\da-f]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+)/iy
const quotedName = /'([^'|]*)'/y
const comparison = /==|!=|<>|<=|>=|=|<|>/y
const assigned = /=(?!=)/y
const plainTarget = /[^\s=,|"'()[\]]+/y
const dollarName = /\$[\w.:{}-]+\$/y

/** `a=1, 'b c'=lower(d)`. */
export function parseAssignments(cursor: SplCursor): readonly SplAssignment[] {
  const found: SplAssignment[] = []
  do {
    if (cursor.isAtEnd()) break
    found.push(parseAssignment(cursor))
  } while (!cursor.isBroken && accept(cursor, ','))
  if (found.length === 0) cursor.expected('an assignment')
  return found
}

function parseAssignment(cursor: SplCursor): SplAssignment {
  cursor.skipBlanks()
  const start = cursor.at
  const target = parseTarget(cursor)
  cursor.skipBlanks()
  const value: SplExpression =
    target === undefined
      ? cursor.expected('a field')
      : cursor.take(assigned) === undefined
        ? cursor.expected('“=”')
        : parseExpression(cursor)
  return { name: target ?? '', value, span: { start, end: Math.max(start, cursor.end) } }
}

function parseTarget(cursor: SplCursor): string | undefined {
  return cursor.takeQuoted() ?? cursor.take(quotedName)?.slice(1, -1) ?? cursor.take(plainTarget)
}

/** “The eval and where commands evaluate AND before OR”, and XOR last. */
export function parseExpression(cursor: SplCursor): SplExpression {
  const read = cursor.nested(() => parseLogical(cursor, 0))
  return read
}

const logical = ['xor', 'or', 'and'] as const

function parseLogical(cursor: SplCursor, level: number): SplExpression {
  const kind = logical[level]
  if (kind === undefined) return parseNot(cursor)
  cursor.skipBlanks()
  const start = cursor.at
  const operands = [parseLogical(cursor, level + 1)]
  while (!cursor.isBroken && acceptWord(cursor, kind)) {
    operands.push(parseLogical(cursor, level + 1))
  }
  const [only] = operands
  if (only !== undefined && operands.length === 1) return only
  const flat = operands.flatMap(o => (o.kind === kind && kind !== 'xor' ? o.operands : [o]))
  return { kind, operands: flat, span: { start, end: cursor.end } }
}

function parseNot(cursor: SplCursor): SplExpression {
  cursor.skipBlanks()
  const start = cursor.at
  const isMark = cursor.text[start] === '!' && cursor.text[start + 1] !== '='
  if (isMark) cursor.step()
  if (!isMark && !acceptWord(cursor, 'not')) return parseComparison(cursor)
  const operand = cursor.nested(() => parseNot(cursor))
  return { kind: 'not', operand, span: { start, end: cursor.end } }
}

function parseComparison(cursor: SplCursor): SplExpression {
  cursor.skipBlanks()
  const start = cursor.at
  let left = parseSum(cursor)
  for (let length = 1; ; length++) {
    if (cursor.isBroken) return left
    if (length > maxChain) return tooLong(cursor)
    cursor.skipBlanks()
    const found = cursor.take(comparison)
    const span = (): Span => ({ start, end: cursor.end })
    if (found !== undefined) {
      const operator = canonical(found)
      const right = parseSum(cursor)
      left = { kind: 'comparison', operator, left, right, span: span() }
      continue
    }
    const isNegated = cursor.sees(/not\s+(?:like|in)\b/iy) && acceptWord(cursor, 'not')
    let read: SplExpression
    if (acceptWord(cursor, 'like')) {
      const right = parseSum(cursor)
      read = { kind: 'like', left, right, span: span() }
    } else if (cursor.sees(/in\s*\(/iy) && acceptWord(cursor, 'in')) {
      const values = parseArguments(cursor)
      read = { kind: 'in', operand: left, values, span: span() }
    } else return left
    left = isNegated ? { kind: 'not', operand: read, span: span() } : read
  }
}

/** Operators of one level in a row: each makes the tree deeper. */
const maxChain = 500

function tooLong(cursor: SplCursor): SplMissing {
  const span = { start: cursor.at, end: cursor.at }
  return cursor.fail('spl/nesting-limit', span, `more than ${maxChain} operators in a row`)
}

function canonical(operator: string): SplComparisonOperator {
  if (operator === '==') return '='
  if (operator === '<>') return '!='
  return operator as SplComparisonOperator
}

/** Sums and texts put together; “the dot is the concatenation operator”. */
function parseSum(cursor: SplCursor): SplExpression {
  return parseChain(cursor, /[+-]|\.(?!\d)/y, () =>
    parseChain(cursor, /[*/%]/y, () => parseSign(cursor)),
  )
}

function parseChain(
  cursor: SplCursor,
  operator: RegExp,
  parseOperand: () => SplExpression,
): SplExpression {
  cursor.skipBlanks()
  const start = cursor.at
  let left = parseOperand()
  for (let length = 1; ; length++) {
    if (cursor.isBroken) return left
    cursor.skipBlanks()
    const found = cursor.take(operator)
    if (found === undefined) return left
    if (length > maxChain) return tooLong(cursor)
    const right = parseOperand()
    const span = { start, end: cursor.end }
    left = { kind: 'arithmetic', operator: found as '+', left, right, span }
  }
}

function parseSign(cursor: SplCursor): SplExpression {
  cursor.skipBlanks()
  const start = cursor.at
  if (cursor.text[start] !== '-' && cursor.text[start] !== '+') return parsePrimary(cursor)
  cursor.step()
  const operand = cursor.nested(() => parseSign(cursor))
  if (cursor.text[start] === '+') return operand
  return { kind: 'negative', operand, span: { start, end: cursor.end } }
}

function parsePrimary(cursor: SplCursor): SplExpression {
  cursor.skipBlanks()
  const start = cursor.at
  const span = (): Span => ({ start, end: cursor.end })
  const character = cursor.text[start]
  if (character === '(') {
    cursor.step()
    const inner = parseExpression(cursor)
    if (cursor.isBroken) return inner
    return accept(cursor, ')') ? inner : cursor.expected('“)”')
  }
  if (character === '"') return { kind: 'string', raw: cursor.takeQuoted() ?? '', span: span() }
  if (character === '[') return cursor.takeSubsearch()
  if (character === '`') return { kind: 'macro', call: cursor.takeMacro() ?? '', span: span() }
  const quoted = cursor.take(quotedName)
  if (quoted !== undefined) return { kind: 'field', name: quoted.slice(1, -1), span: span() }
  const token = cursor.take(dollarName)
  if (token !== undefined) return { kind: 'field', name: token, span: span() }
  const place = cursor.take(template)
  if (place !== undefined) return { kind: 'field', name: place, span: span() }
  const digits = cursor.take(number)
  if (digits !== undefined) return { kind: 'number', text: digits, span: span() }
  const word = cursor.take(name)
  if (word === undefined) return cursor.expected('a value')
  if (/^(?:and|or|xor|not|like|in)$/i.test(word) && !cursor.sees(/\s*\(/y)) {
    cursor.at = start
    return cursor.expected('a value')
  }
  if (!cursor.sees(/\s*\(/y)) return { kind: 'field', name: word, span: span() }
  const args = parseArguments(cursor)
  return { kind: 'call', name: word, arguments: args, span: span() }
}

function parseArguments(cursor: SplCursor): readonly SplExpression[] {
  cursor.skipBlanks()
  cursor.step()
  if (accept(cursor, ')')) return []
  const found: SplExpression[] = []
  do {
    // An argument that is left out is no reason to refuse the rest.
    cursor.skipBlanks()
    if (cursor.text[cursor.at] === ',' || cursor.text[cursor.at] === ')') continue
    found.push(parseExpression(cursor))
  } while (!cursor.isBroken && accept(cursor, ','))
  if (!cursor.isBroken && !accept(cursor, ')')) found.push(missing(cursor))
  return found
}

function missing(cursor: SplCursor): SplMissing {
  return cursor.expected('“,” or “)”')
}

function accept(cursor: SplCursor, symbol: string): boolean {
  cursor.skipBlanks()
  if (cursor.text[cursor.at] !== symbol) return false
  cursor.step()
  return true
}

/** Operators of `eval` may stand in small letters. */
function acceptWord(cursor: SplCursor, word: string): boolean {
  cursor.skipBlanks()
  const { at, text } = cursor
  if (text.slice(at, at + word.length).toLowerCase() !== word) return false
  if (/[\w.:{}]/.test(text[at + word.length] ?? ' ')) return false
  cursor.at += word.length
  cursor.end = cursor.at
  return true
}
