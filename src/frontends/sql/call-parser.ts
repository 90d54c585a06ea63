import { parseOrders, parseWindow } from './order-parser.ts'
import type { SqlArgument, SqlCall, SqlExpression, SqlName, SqlOrder } from './syntax.ts'
import type { SqlTokens } from './tokens.ts'

/** Functions whose first two arguments a word stands between. */
const joints: Readonly<Record<string, 'from' | 'in'>> = {
  extract: 'from',
  position: 'in',
  substring: 'from',
  trim: 'from',
}

/** `COUNT(DISTINCT a) FILTER (WHERE b) OVER (PARTITION BY c)`. */
export function parseCall(
  tokens: SqlTokens,
  { parts: name, span: nameSpan }: SqlName,
): SqlExpression {
  tokens.advance()
  const joint = joints[name.at(-1)?.text.toLowerCase() ?? '']
  const read = tokens.nested(() => ({
    kind: 'inside' as const,
    isDistinct: tokens.acceptWord('distinct'),
    ...parseArguments(tokens, joint),
    orderBy: tokens.isWord('order') ? parseOrders(tokens) : [],
  }))
  if (read.kind === 'missing') return read
  tokens.expectSymbol(')')
  const within = parseWithinGroup(tokens)
  const nulls = parseNulls(tokens)
  const filter = parseFilter(tokens)
  const over = tokens.acceptWord('over') ? parseWindow(tokens) : undefined
  return {
    kind: 'call',
    name,
    isDistinct: read.isDistinct,
    arguments: read.values,
    joint: read.joint,
    orderBy: read.orderBy.length > 0 ? read.orderBy : within,
    nulls,
    filter,
    over,
    nameSpan,
    span: tokens.from(nameSpan.start),
  }
}

function parseArguments(
  tokens: SqlTokens,
  joint: 'from' | 'in' | undefined,
): { readonly values: readonly SqlArgument[]; readonly joint: 'from' | 'in' | undefined } {
  if (tokens.isSymbol(')')) return { values: [], joint: undefined }
  const first = parseArgument(tokens, joint)
  if (joint !== undefined && tokens.acceptWord(joint)) {
    return { values: [first, parseArgument(tokens, undefined)], joint }
  }
  const values = [first]
  while (tokens.acceptSymbol(',')) values.push(parseArgument(tokens, undefined))
  return { values, joint: undefined }
}

function parseArgument(tokens: SqlTokens, joint: 'from' | 'in' | undefined): SqlArgument {
  if (tokens.isSymbol(',', ')')) return { name: undefined, value: undefined }
  if (tokens.peek().kind === 'word') {
    const next = tokens.peekSecond()
    if (next.kind === 'symbol' && next.value === '=>') {
      const { value: name } = tokens.advance()
      tokens.advance()
      return { name, value: tokens.expression() }
    }
  }
  // `POSITION('a' IN b)`: the word is no operator there.
  const value = joint === 'in' ? tokens.value() : tokens.expression()
  return { name: undefined, value }
}

/** `WITHIN GROUP (ORDER BY a)`. */
function parseWithinGroup(tokens: SqlTokens): readonly SqlOrder[] {
  if (!tokens.acceptWord('within')) return []
  tokens.expectWord('group')
  tokens.expectSymbol('(')
  const orders = tokens.nested(() => parseOrders(tokens))
  tokens.expectSymbol(')')
  return Array.isArray(orders) ? orders : []
}

function parseNulls(tokens: SqlTokens): SqlCall['nulls'] {
  if (!tokens.isWord('ignore', 'respect')) return undefined
  const { value } = tokens.advance()
  tokens.expectWord('nulls')
  return value === 'ignore' ? 'ignore' : 'respect'
}

/** `FILTER (WHERE a)`. */
function parseFilter(tokens: SqlTokens): SqlExpression | undefined {
  if (!tokens.isWord('filter')) return undefined
  tokens.advance()
  tokens.expectSymbol('(')
  tokens.expectWord('where')
  const filter = tokens.nested(() => tokens.expression())
  tokens.expectSymbol(')')
  return filter
}
