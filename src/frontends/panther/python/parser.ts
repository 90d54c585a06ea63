import { joinSpans } from '../../../base/index.ts'
import { parseExpressionOf } from './expression-parser.ts'
import { tokenisePython } from './lexer.ts'
import type { PyExpression, PyParameter, PyStatement } from './syntax.ts'
import { TokenReader } from './token-reader.ts'

/** Blocks inside one another; deeper ones are not read. */
const maxBlocks = 40

/** The statements of a Python text; never throws. What is not understood is a statement of the kind `other`. */
export function parsePython(text: string): readonly PyStatement[] {
  const reader = new TokenReader(tokenisePython(text))
  const statements: PyStatement[] = []
  while (!reader.isAtEnd()) {
    // A line that is indented for no reason belongs to nothing.
    if (reader.takeKind('indent') || reader.takeKind('dedent') || reader.takeKind('newline'))
      continue
    statements.push(...parseLine(reader, 0))
  }
  return statements
}

/** A statement, or several with semicolons between them. */
function parseLine(reader: TokenReader, depth: number): readonly PyStatement[] {
  const start = reader.position
  const compound = parseCompound(reader, depth)
  if (compound !== undefined) return [compound]
  const statements: PyStatement[] = []
  for (;;) {
    statements.push(parseSimple(reader))
    if (reader.takeOperator(';') && !reader.isAt('newline')) continue
    break
  }
  if (reader.takeKind('newline') || reader.isAtEnd()) return statements
  // Something on the line was not understood, so nothing of it is.
  return [skipLine(reader, start)]
}

/** The whole of a logical line, with the block under it. */
function skipLine(reader: TokenReader, start: number): PyStatement {
  while (!reader.isAtEnd() && !reader.takeKind('newline')) reader.advance()
  if (reader.isAt('indent')) {
    let depth = 0
    do {
      if (reader.isAt('indent')) depth++
      if (reader.isAt('dedent')) depth--
      reader.advance()
    } while (depth > 0 && !reader.isAtEnd())
  }
  return { kind: 'other', span: reader.spanSince(start) }
}

function parseCompound(reader: TokenReader, depth: number): PyStatement | undefined {
  const start = reader.position
  const word = reader.isAt('name') ? reader.current.text : ''
  switch (word) {
    case 'def':
      return parseFunction(reader, depth)
    case 'if':
      return parseIf(reader, depth)
    case 'for':
      return parseFor(reader, depth)
    case 'while':
    case 'try':
    case 'with':
    case 'class':
    case 'async':
      return skipCompound(reader, start)
    default:
      if (!reader.isAtOperator('@')) return undefined
      // A decorator can make anything of the function below it.
      skipLine(reader, start)
      return skipCompound(reader, start)
  }
}

/** `try` and `while` go on with `except`, `finally` and `else`. */
function skipCompound(reader: TokenReader, start: number): PyStatement {
  do skipLine(reader, start)
  while (/^(?:except|finally|else)$/.test(reader.current.text) && reader.isAt('name'))
  return { kind: 'other', span: reader.spanSince(start) }
}

function parseFunction(reader: TokenReader, depth: number): PyStatement {
  const start = reader.position
  reader.advance()
  const name = reader.isAt('name') ? reader.current.text : ''
  if (name === '') return skipLine(reader, start)
  reader.advance()
  if (!reader.takeOperator('(')) return skipLine(reader, start)
  const parameters = parseParameters(reader)
  if (reader.takeOperator('->')) parseExpressionOf(reader)
  const body = parseBlock(reader, depth)
  if (body === undefined) return skipLine(reader, start)
  return { kind: 'function', name, parameters, body, span: reader.spanSince(start) }
}

/** The parameters up to the closing bracket; `undefined` if they are not all plain. */
function parseParameters(reader: TokenReader): readonly PyParameter[] | undefined {
  const parameters: PyParameter[] = []
  let isPlain = true
  while (!reader.isAtEnd() && !reader.takeOperator(')')) {
    if (reader.isAt('name')) {
      const name = reader.current.text
      reader.advance()
      if (reader.takeOperator(':')) parseExpressionOf(reader)
      const byDefault = reader.takeOperator('=') ? parseExpressionOf(reader) : undefined
      parameters.push(byDefault === undefined ? { name } : { name, byDefault })
      if (reader.takeOperator(',') || reader.isAtOperator(')')) continue
    }
    isPlain = false
    reader.advance()
  }
  return isPlain ? parameters : undefined
}

function parseIf(reader: TokenReader, depth: number): PyStatement {
  const start = reader.position
  reader.advance()
  const condition = parseExpressionOf(reader)
  const whenTrue = parseBlock(reader, depth)
  if (whenTrue === undefined) return skipCompoundFrom(reader, start)
  let whenFalse: readonly PyStatement[] = []
  if (reader.isAtWord('elif'))
    whenFalse = depth < maxBlocks ? [parseElif(reader, depth)] : [skipLine(reader, reader.position)]
  else if (reader.takeWord('else')) {
    const block = parseBlock(reader, depth)
    if (block === undefined) return skipCompoundFrom(reader, start)
    whenFalse = block
  }
  return { kind: 'if', condition, whenTrue, whenFalse, span: reader.spanSince(start) }
}

/** Chains of `elif` are as deep as they are long. */
function parseElif(reader: TokenReader, depth: number): PyStatement {
  return parseIf(reader, depth + 1)
}

function skipCompoundFrom(reader: TokenReader, start: number): PyStatement {
  do skipLine(reader, start)
  while (reader.isAtWord('elif') || reader.isAtWord('else'))
  return { kind: 'other', span: reader.spanSince(start) }
}

function parseFor(reader: TokenReader, depth: number): PyStatement {
  const start = reader.position
  reader.advance()
  const target = parseTarget(reader)
  if (!reader.takeWord('in')) return skipCompound(reader, start)
  const iterable = parseExpressionOf(reader)
  const body = parseBlock(reader, depth)
  if (body === undefined) return skipCompound(reader, start)
  const hasElse = reader.isAtWord('else')
  if (hasElse) {
    reader.advance()
    parseBlock(reader, depth)
  }
  return { kind: 'for', target, iterable, body, hasElse, span: reader.spanSince(start) }
}

/** Names, with commas between them. */
function parseTarget(reader: TokenReader): PyExpression {
  const start = reader.position
  const items: PyExpression[] = []
  for (;;) {
    if (!reader.isAt('name') || reader.isAtWord('in')) break
    items.push({ kind: 'name', name: reader.current.text, span: reader.current.span })
    reader.advance()
    if (!reader.takeOperator(',')) break
  }
  const [only] = items
  if (only !== undefined && items.length === 1) return only
  return { kind: 'sequence', items, span: reader.spanSince(start) }
}

/** `:` and what is below it, or behind it on the line; `undefined` if that is not there. */
function parseBlock(reader: TokenReader, depth: number): readonly PyStatement[] | undefined {
  if (depth >= maxBlocks || !reader.takeOperator(':')) return undefined
  if (!reader.takeKind('newline')) return parseLine(reader, depth + 1)
  if (!reader.takeKind('indent')) return undefined
  const statements: PyStatement[] = []
  while (!reader.isAtEnd() && !reader.takeKind('dedent')) {
    if (reader.isAt('indent')) statements.push(skipLine(reader, reader.position))
    else statements.push(...parseLine(reader, depth + 1))
  }
  return statements
}

function parseSimple(reader: TokenReader): PyStatement {
  const start = reader.position
  const word = reader.isAt('name') ? reader.current.text : ''
  switch (word) {
    case 'return': {
      reader.advance()
      const isBare = reader.isAt('newline') || reader.isAtOperator(';')
      const value = isBare ? undefined : parseExpressionOf(reader)
      return { kind: 'return', value, span: reader.spanSince(start) }
    }
    case 'pass':
    case 'continue':
    case 'break':
      reader.advance()
      return { kind: word, span: reader.spanSince(start) }
    case 'import':
    case 'from':
      return parseImport(reader)
    case 'global':
    case 'nonlocal':
    case 'raise':
    case 'assert':
    case 'del':
    case 'yield':
      return otherLine(reader, start)
    default:
      return parseAssignment(reader)
  }
}

function otherLine(reader: TokenReader, start: number): PyStatement {
  while (!reader.isAtEnd() && !reader.isAt('newline')) reader.advance()
  return { kind: 'other', span: reader.spanSince(start) }
}

function parseAssignment(reader: TokenReader): PyStatement {
  const start = reader.position
  const target = parseExpressionOf(reader)
  if (reader.takeOperator(':')) {
    parseExpressionOf(reader)
    if (!reader.isAtOperator('=')) return { kind: 'pass', span: reader.spanSince(start) }
  }
  if (!reader.takeOperator('=')) {
    return reader.isAt('newline') || reader.isAtOperator(';') || reader.isAtEnd()
      ? { kind: 'expression', expression: target, span: target.span }
      : otherLine(reader, start)
  }
  const value = parseExpressionOf(reader)
  if (reader.isAtOperator('=')) return otherLine(reader, start)
  return { kind: 'assignment', target, value, span: joinSpans(target.span, value.span) }
}

function parseImport(reader: TokenReader): PyStatement {
  const start = reader.position
  const isFrom = reader.takeWord('from')
  if (!isFrom) reader.advance()
  const module = parseDotted(reader)
  if (!isFrom) {
    const alias = reader.takeWord('as') ? takeName(reader) : module.split('.')[0]
    if (!reader.isAt('newline')) return otherLine(reader, start)
    return {
      kind: 'import',
      module,
      names: [],
      alias: alias ?? module,
      span: reader.spanSince(start),
    }
  }
  if (!reader.takeWord('import')) return otherLine(reader, start)
  const hasBrackets = reader.takeOperator('(')
  const names: { readonly name: string; readonly alias: string }[] = []
  while (reader.isAt('name')) {
    const name = takeName(reader)
    names.push({ name, alias: reader.takeWord('as') ? takeName(reader) : name })
    if (!reader.takeOperator(',')) break
  }
  if (hasBrackets) reader.takeOperator(')')
  if (!reader.isAt('newline')) return otherLine(reader, start)
  return { kind: 'import', module, names, span: reader.spanSince(start) }
}

function parseDotted(reader: TokenReader): string {
  const words: string[] = []
  while (reader.isAt('name') && !reader.isAtWord('import')) {
    words.push(takeName(reader))
    if (!reader.takeOperator('.')) break
  }
  return words.join('.')
}

function takeName(reader: TokenReader): string {
  const { text } = reader.current
  if (reader.isAt('name')) reader.advance()
  return text
}
