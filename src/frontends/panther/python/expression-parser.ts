import { joinSpans } from '../../../base/index.ts'
import type { PyComparator, PyExpression } from './syntax.ts'
import type { TokenReader } from './token-reader.ts'

/** Brackets and operators inside one another; deeper expressions are not read. */
const maxDepth = 60

/** An expression, or several with commas between them, which are a tuple. */
export function parseExpressionOf(reader: TokenReader): PyExpression {
  const first = parseTernary(reader)
  if (!reader.isAtOperator(',')) return first
  const items = [first]
  while (reader.takeOperator(',')) {
    if (!startsExpression(reader)) break
    items.push(parseTernary(reader))
  }
  return { kind: 'sequence', items, span: joinSpans(first.span, items.at(-1)?.span ?? first.span) }
}

function startsExpression(reader: TokenReader): boolean {
  if (
    reader.isAt('newline') ||
    reader.isAtEnd() ||
    reader.isAt('indent') ||
    reader.isAt('dedent')
  ) {
    return false
  }
  return !reader.isAt('operator') || /^[-+~([{*]/.test(reader.current.text)
}

function parseTernary(reader: TokenReader): PyExpression {
  const start = reader.position
  if (reader.depth >= maxDepth) return skipDeep(reader)
  reader.depth++
  const expression = parseTernaryInside(reader, start)
  reader.depth--
  return expression
}

function parseTernaryInside(reader: TokenReader, start: number): PyExpression {
  if (reader.isAtWord('lambda') || reader.isAtWord('yield') || reader.isAtWord('await')) {
    return skipUnread(reader)
  }
  const whenTrue = parseOr(reader)
  if (reader.takeOperator(':=')) {
    parseTernary(reader)
    return { kind: 'other', span: reader.spanSince(start) }
  }
  if (!reader.takeWord('if')) return whenTrue
  const condition = parseOr(reader)
  if (!reader.takeWord('else')) return { kind: 'other', span: reader.spanSince(start) }
  const whenFalse = parseTernary(reader)
  const span = reader.spanSince(start)
  return { kind: 'conditional', condition, whenTrue, whenFalse, span }
}

/** Everything up to where the expression surely ends. */
function skipUnread(reader: TokenReader): PyExpression {
  const start = reader.position
  let brackets = 0
  while (!reader.isAtEnd() && !reader.isAt('newline')) {
    const { text } = reader.current
    if (reader.isAt('operator')) {
      if ('([{'.includes(text)) brackets++
      else if (')]}'.includes(text) && --brackets < 0) break
      else if (text === ',' && brackets === 0) break
    }
    reader.advance()
  }
  return { kind: 'other', span: reader.spanSince(start) }
}

function skipDeep(reader: TokenReader): PyExpression {
  return skipUnread(reader)
}

function parseOr(reader: TokenReader): PyExpression {
  return parseChain(reader, 'or', parseAnd)
}

function parseAnd(reader: TokenReader): PyExpression {
  return parseChain(reader, 'and', parseNot)
}

function parseChain(
  reader: TokenReader,
  word: 'and' | 'or',
  parseOperand: (reader: TokenReader) => PyExpression,
): PyExpression {
  const first = parseOperand(reader)
  if (!reader.isAtWord(word)) return first
  const operands = [first]
  while (reader.takeWord(word)) operands.push(parseOperand(reader))
  const span = joinSpans(first.span, operands.at(-1)?.span ?? first.span)
  return { kind: word, operands, span }
}

function parseNot(reader: TokenReader): PyExpression {
  const start = reader.position
  let count = 0
  while (reader.takeWord('not')) count++
  const operand = parseComparison(reader)
  if (count === 0) return operand
  const span = reader.spanSince(start)
  const negated: PyExpression = { kind: 'not', operand, span }
  return count % 2 === 1 ? negated : { kind: 'not', operand: negated, span }
}

function parseComparison(reader: TokenReader): PyExpression {
  const first = parseOperation(reader, 0)
  const rest: { readonly comparator: PyComparator; readonly operand: PyExpression }[] = []
  for (;;) {
    const comparator = takeComparator(reader)
    if (comparator === undefined) break
    rest.push({ comparator, operand: parseOperation(reader, 0) })
  }
  if (rest.length === 0) return first
  const span = joinSpans(first.span, rest.at(-1)?.operand.span ?? first.span)
  return { kind: 'comparison', first, rest, span }
}

function takeComparator(reader: TokenReader): PyComparator | undefined {
  const { kind, text } = reader.current
  if (kind === 'operator' && /^(?:==|!=|<=?|>=?)$/.test(text)) {
    reader.advance()
    return text as PyComparator
  }
  if (reader.takeWord('in')) return 'in'
  if (reader.takeWord('is')) return reader.takeWord('not') ? 'is not' : 'is'
  if (!reader.isAtWord('not')) return undefined
  reader.advance()
  return reader.takeWord('in') ? 'not in' : undefined
}

/** Operators of values, the loosest first. */
const operators: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '//', '%', '@'],
]

function parseOperation(reader: TokenReader, level: number): PyExpression {
  const symbols = operators[level]
  if (symbols === undefined) return parseSigned(reader)
  let result = parseOperation(reader, level + 1)
  while (reader.isAt('operator') && symbols.includes(reader.current.text)) {
    const operator = reader.current.text
    const operands = [result]
    // One node for a run of one operator, so that long sums are not deep.
    while (reader.takeOperator(operator)) operands.push(parseOperation(reader, level + 1))
    const span = joinSpans(result.span, operands.at(-1)?.span ?? result.span)
    result = { kind: 'operation', operator, operands, span }
  }
  return result
}

function parseSigned(reader: TokenReader): PyExpression {
  const start = reader.position
  const signs: string[] = []
  while (reader.isAt('operator') && /^[-+~*]$|^\*\*$/.test(reader.current.text)) {
    signs.push(reader.current.text)
    reader.advance()
  }
  const operand = parsePostfix(reader)
  if (reader.takeOperator('**')) {
    parseSigned(reader)
    return { kind: 'other', span: reader.spanSince(start) }
  }
  if (signs.length === 0) return operand
  const isNumber = operand.kind === 'constant' && typeof operand.value === 'number'
  if (!isNumber || signs.some(sign => sign !== '-' && sign !== '+')) {
    return { kind: 'other', span: reader.spanSince(start) }
  }
  const isNegative = signs.filter(sign => sign === '-').length % 2 === 1
  const value = isNegative ? -Number(operand.value) : Number(operand.value)
  return { kind: 'constant', value, span: reader.spanSince(start) }
}

function parsePostfix(reader: TokenReader): PyExpression {
  const start = reader.position
  let result = parseAtom(reader)
  // Long chains are deep to whoever walks them.
  for (let length = 0; ; length++) {
    if (length > maxDepth) return skipUnread(reader)
    if (reader.takeOperator('.')) {
      const { text } = reader.current
      if (!reader.takeKind('name')) return { kind: 'other', span: reader.spanSince(start) }
      result = { kind: 'attribute', object: result, name: text, span: reader.spanSince(start) }
    } else if (reader.takeOperator('(')) {
      result = parseCall(reader, result, start)
    } else if (reader.takeOperator('[')) {
      result = parseSubscript(reader, result, start)
    } else return result
  }
}

function parseCall(reader: TokenReader, callee: PyExpression, start: number): PyExpression {
  const positional: PyExpression[] = []
  const named: { readonly name: string; readonly value: PyExpression }[] = []
  let isPlain = true
  while (!reader.isAtEnd() && !reader.takeOperator(')')) {
    const before = reader.position
    if (reader.isAtOperator('*') || reader.isAtOperator('**')) isPlain = false
    const value = parseTernary(reader)
    if (value.kind === 'name' && reader.takeOperator('=')) {
      named.push({ name: value.name, value: parseTernary(reader) })
    } else if (reader.isAtWord('for')) {
      positional.push(parseComprehension(reader, value))
    } else positional.push(value)
    if (reader.takeOperator(',') || reader.isAtOperator(')')) continue
    isPlain = false
    if (reader.position === before) reader.advance()
    if (reader.isAt('newline')) break
  }
  const span = reader.spanSince(start)
  return isPlain ? { kind: 'call', callee, positional, named, span } : { kind: 'other', span }
}

function parseSubscript(reader: TokenReader, object: PyExpression, start: number): PyExpression {
  const index = reader.isAtOperator(':') ? undefined : parseExpressionOf(reader)
  if (index !== undefined && reader.takeOperator(']')) {
    return { kind: 'subscript', object, index, span: reader.spanSince(start) }
  }
  skipTo(reader, ']')
  return { kind: 'other', span: reader.spanSince(start) }
}

/** Behind the bracket that closes, whatever stands before it. */
function skipTo(reader: TokenReader, closing: string): void {
  let brackets = 0
  while (!reader.isAtEnd() && !reader.isAt('newline')) {
    const { text } = reader.current
    const isOperator = reader.isAt('operator')
    if (isOperator && brackets === 0 && text === closing) {
      reader.advance()
      return
    }
    if (isOperator && '([{'.includes(text)) brackets++
    if (isOperator && ')]}'.includes(text)) brackets--
    reader.advance()
  }
}

function parseComprehension(reader: TokenReader, element: PyExpression): PyExpression {
  reader.advance()
  const start = reader.position
  const target = parsePostfix(reader)
  const items = [target]
  while (reader.takeOperator(',')) items.push(parsePostfix(reader))
  const isRead = reader.takeWord('in')
  const iterable = isRead ? parseOr(reader) : target
  const conditions: PyExpression[] = []
  while (reader.takeWord('if')) conditions.push(parseOr(reader))
  const span = joinSpans(element.span, reader.spanSince(start))
  if (!isRead || reader.isAtWord('for') || reader.isAtWord('async')) {
    while (!reader.isAtEnd() && !/^[)\]}]$/.test(reader.current.text)) reader.advance()
    return { kind: 'other', span }
  }
  const whole: PyExpression =
    items.length === 1 ? target : { kind: 'sequence', items, span: target.span }
  return { kind: 'comprehension', element, target: whole, iterable, conditions, span }
}

function parseAtom(reader: TokenReader): PyExpression {
  const start = reader.position
  const { kind, text, span } = reader.current
  switch (kind) {
    case 'name':
      reader.advance()
      if (text === 'None') return { kind: 'constant', value: null, span }
      if (text === 'True' || text === 'False') {
        return { kind: 'constant', value: text === 'True', span }
      }
      return { kind: 'name', name: text, span }
    case 'number':
      reader.advance()
      return { kind: 'constant', value: Number(text.replaceAll('_', '')), span }
    case 'string':
    case 'other_string':
      return parseStrings(reader)
    case 'operator':
      if (text === '(') return parseBrackets(reader, ')')
      if (text === '[') return parseBrackets(reader, ']')
      if (text === '{') return parseBraces(reader)
  }
  // Nothing is taken: whoever asked decides what to do with what stands here.
  return { kind: 'other', span: { start: span.start, end: reader.spanSince(start).end } }
}

/** “Multiple adjacent string literals … are allowed, and their meaning is the same as their concatenation.” */
function parseStrings(reader: TokenReader): PyExpression {
  const start = reader.position
  const texts: string[] = []
  let isPlain = true
  while (reader.isAt('string') || reader.isAt('other_string')) {
    if (reader.isAt('other_string')) isPlain = false
    texts.push(reader.current.text)
    reader.advance()
  }
  const span = reader.spanSince(start)
  return isPlain ? { kind: 'constant', value: texts.join(''), span } : { kind: 'other', span }
}

/** A list, a tuple, or an expression in brackets. */
function parseBrackets(reader: TokenReader, closing: ')' | ']'): PyExpression {
  const start = reader.position
  reader.advance()
  const items: PyExpression[] = []
  let hasComma = false
  while (!reader.isAtOperator(closing)) {
    if (!startsExpression(reader)) break
    const item = parseTernary(reader)
    items.push(reader.isAtWord('for') ? parseComprehension(reader, item) : item)
    if (!reader.takeOperator(',')) break
    hasComma = true
  }
  if (!reader.takeOperator(closing)) {
    skipTo(reader, closing)
    return { kind: 'other', span: reader.spanSince(start) }
  }
  const span = reader.spanSince(start)
  const [only] = items
  if (only !== undefined && !hasComma && (closing === ')' || only.kind === 'comprehension')) {
    return { ...only, span }
  }
  return { kind: 'sequence', items, span }
}

/** A dictionary or a set. */
function parseBraces(reader: TokenReader): PyExpression {
  const start = reader.position
  reader.advance()
  const entries: { readonly key: PyExpression; readonly value: PyExpression }[] = []
  const items: PyExpression[] = []
  let isPlain = true
  while (!reader.isAtOperator('}')) {
    if (!startsExpression(reader)) break
    const key = parseTernary(reader)
    if (reader.takeOperator(':')) entries.push({ key, value: parseTernary(reader) })
    else items.push(reader.isAtWord('for') ? parseComprehension(reader, key) : key)
    if (reader.isAtWord('for')) isPlain = false
    if (!reader.takeOperator(',')) break
  }
  const isClosed = reader.isAtOperator('}')
  if (isClosed) reader.advance()
  else skipTo(reader, '}')
  const span = reader.spanSince(start)
  if (!isClosed || !isPlain || (entries.length > 0 && items.length > 0))
    return { kind: 'other', span }
  const [only] = items
  if (only?.kind === 'comprehension') return { ...only, span }
  return items.length > 0
    ? { kind: 'sequence', items, span }
    : { kind: 'dictionary', entries, span }
}
