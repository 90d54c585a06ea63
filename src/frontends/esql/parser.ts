import { findNearest, limitDiagnostics, type Parsed, type Span } from '../../base/index.ts'
import { parseExpression, parseName, separated } from './expression-parser.ts'
import type {
  EsqlColumn,
  EsqlCommand,
  EsqlEnrich,
  EsqlFrom,
  EsqlKept,
  EsqlName,
  EsqlOrder,
  EsqlRename,
  EsqlSource,
  EsqlString,
  EsqlSubquery,
  EsqlSyntax,
} from './syntax.ts'
import { EsqlTokens } from './tokens.ts'

/** Reads a query into its syntax tree. Never throws; spans are offsets in `text`. */
export function parseEsqlSyntax(text: string): Parsed<EsqlSyntax> {
  const tokens = new EsqlTokens(text)
  skipLabel(tokens)
  const { start } = tokens.peek().span
  const settings = parseSettings(tokens)
  const commands = parsePipeline(tokens)
  if (tokens.peek().kind !== 'end') commands.push(rest(tokens))
  const span = { start: Math.min(start, tokens.end), end: tokens.end }
  const value = { settings, commands, span }
  return { value, diagnostics: limitDiagnostics(tokens.diagnostics) }
}

/** A line before the query with the name of a language, left over from a block of code. */
const label = /^\s*(?:esql|sql|es\|ql)[ \t]*\r?\n(?=\s*(?:from|row|show|ts)\s)/i

function skipLabel(tokens: EsqlTokens): void {
  const [found] = label.exec(tokens.text) ?? []
  if (found === undefined) return
  const start = found.length - found.trimStart().length
  const message = `“${found.trim()}” is no part of the query`
  tokens.warn('esql/code-label', { start, end: start + found.trim().length }, message)
  tokens.rewind(found.length, 0)
}

/** `SET time_zone = "UTC";` */
function parseSettings(tokens: EsqlTokens): readonly EsqlColumn[] {
  const settings: EsqlColumn[] = []
  while (tokens.acceptWord('set')) {
    settings.push(parseColumn(tokens))
    tokens.expectSymbol(';')
    tokens.isBroken = false
  }
  return settings
}

/** Commands up to the end or to a bracket that closes them. */
function parsePipeline(tokens: EsqlTokens): EsqlCommand[] {
  const commands: EsqlCommand[] = []
  do {
    if (tokens.isHopeless) commands.push(rest(tokens))
    else commands.push(parseCommand(tokens))
  } while (tokens.acceptSymbol('|'))
  return commands
}

/** What is left when nothing more can be read. */
function rest(tokens: EsqlTokens): EsqlCommand {
  tokens.isBroken = false
  const { start } = tokens.peek().span
  const message = 'from here on the query is not read'
  tokens.fail('esql/syntax', tokens.peek().span, message)
  while (tokens.peek().kind !== 'end') tokens.advance()
  tokens.isBroken = false
  const span = { start, end: Math.max(start, tokens.end) }
  return { kind: 'unknown', text: tokens.text.slice(start, span.end), span, isBroken: true }
}

type Draft = EsqlCommand extends infer Command
  ? Command extends EsqlCommand
    ? Omit<Command, 'span' | 'isBroken'>
    : never
  : never

function parseCommand(tokens: EsqlTokens): EsqlCommand {
  const brokenTokens = tokens.brokenTokens
  const { start } = tokens.peek().span
  const draft = readCommand(tokens)
  // The bracket that ends a fork’s branch or a subquery is for those to read.
  if (!tokens.isAtEnd() && !(tokens.depth > 0 && tokens.isSymbol(')'))) {
    tokens.expected('the end of the command')
  }
  const span: Span = { start, end: Math.max(start, tokens.end) }
  const isBroken = tokens.isBroken || tokens.brokenTokens > brokenTokens
  tokens.isBroken = false
  return { ...draft, span, ...(isBroken ? { isBroken: true } : {}) } as EsqlCommand
}

const parsers: Readonly<Record<string, (tokens: EsqlTokens) => Draft>> = {
  from: tokens => parseFrom(tokens, 'from'),
  ts: tokens => parseFrom(tokens, 'ts'),
  row: tokens => ({ kind: 'row', columns: parseColumns(tokens) }),
  eval: tokens => ({ kind: 'eval', columns: parseColumns(tokens) }),
  where: tokens => ({ kind: 'where', condition: parseExpression(tokens) }),
  stats: tokens => parseStats(tokens, 'stats'),
  inlinestats: tokens => parseStats(tokens, 'inline_stats'),
  inline: tokens => {
    tokens.expectWord('stats')
    return parseStats(tokens, 'inline_stats')
  },
  keep: tokens => ({ kind: 'keep', patterns: separated(tokens, () => parsePattern(tokens)) }),
  drop: tokens => ({ kind: 'drop', patterns: separated(tokens, () => parsePattern(tokens)) }),
  rename: tokens => ({ kind: 'rename', renames: separated(tokens, () => parseRename(tokens)) }),
  sort: tokens => ({ kind: 'sort', orders: separated(tokens, () => parseOrder(tokens)) }),
  limit: tokens => parseLimit(tokens, 'limit'),
  sample: tokens => parseLimit(tokens, 'sample'),
  dissect: tokens => parseExtract(tokens, 'dissect'),
  grok: tokens => parseExtract(tokens, 'grok'),
  enrich: parseEnrich,
  lookup: parseLookupJoin,
  mv_expand: tokens => ({ kind: 'mv_expand', column: parseName(tokens) }),
  change_point: parseChangePoint,
  fork: tokens => ({ kind: 'fork', branches: parseBranches(tokens) }),
}

/** Commands that are kept as they are written. */
const keptCommands: ReadonlySet<string> = new Set([
  'completion',
  'dedup',
  'explain',
  'fuse',
  'highlight',
  'insist',
  'ip_location',
  'metrics_info',
  'mmr',
  'promql',
  'registered_domain',
  'rerank',
  'show',
  'ts_info',
  'uri_parts',
  'user_agent',
])

function readCommand(tokens: EsqlTokens): Draft {
  const { kind, value, span } = tokens.peek()
  const isWord = kind === 'word'
  const parse = isWord && Object.hasOwn(parsers, value) ? parsers[value] : undefined
  if (parse !== undefined) {
    tokens.advance()
    return parse(tokens)
  }
  if (isWord && keptCommands.has(value)) {
    tokens.advance()
    return parseKept(tokens, value)
  }
  const nearest = isWord
    ? findNearest(value, [...Object.keys(parsers), ...keptCommands])
    : undefined
  const help = nearest === undefined ? undefined : `did you mean “${nearest.toUpperCase()}”?`
  const found = tokens.text.slice(span.start, span.end)
  const message =
    kind === 'end' || value === '|' ? 'a command is missing' : `“${found}” is no command`
  tokens.fail('esql/unknown-command', span, message, help)
  const end = Math.max(span.start, tokens.end)
  return { kind: 'unknown', text: tokens.text.slice(span.start, end) }
}

function parseFrom(tokens: EsqlTokens, kind: 'from' | 'ts'): Omit<EsqlFrom, 'span'> {
  const sources = separated(tokens, () => parseSource(tokens))
  const isBracketed = tokens.acceptSymbol('[')
  const metadata = tokens.acceptWord('metadata') ? separated(tokens, () => parseName(tokens)) : []
  if (isBracketed) tokens.expectSymbol(']')
  return { kind, sources, metadata }
}

function parseSource(tokens: EsqlTokens): EsqlSource {
  if (tokens.isSymbol('(')) return parseSubquery(tokens)
  const index = tokens.index()
  return { kind: 'index', ...(index ?? { text: '', span: tokens.expected('an index').span }) }
}

/** `(command | command)`. */
function parseSubquery(tokens: EsqlTokens): EsqlSubquery {
  const { start } = tokens.peek().span
  if (!tokens.expectSymbol('('))
    return { kind: 'subquery', commands: [], span: { start, end: start } }
  const commands = tokens.nested(() => parsePipeline(tokens))
  tokens.expectSymbol(')')
  const span = { start, end: Math.max(start, tokens.end) }
  return { kind: 'subquery', commands: Array.isArray(commands) ? commands : [], span }
}

function parseBranches(tokens: EsqlTokens): readonly EsqlSubquery[] {
  const branches = [parseSubquery(tokens)]
  while (tokens.isSymbol('(')) branches.push(parseSubquery(tokens))
  return branches
}

function parseColumns(tokens: EsqlTokens): readonly EsqlColumn[] {
  return separated(tokens, () => parseColumn(tokens))
}

/** `name = value` or `value`, with `WHERE condition` behind it in `STATS`. */
function parseColumn(tokens: EsqlTokens): EsqlColumn {
  const { start } = tokens.peek().span
  const name = parseTarget(tokens)
  const value = parseExpression(tokens)
  const filter = tokens.acceptWord('where') ? parseExpression(tokens) : undefined
  return { name, value, filter, span: { start, end: Math.max(start, tokens.end) } }
}

/** The name before an equals sign; nothing is read if there is none. */
function parseTarget(tokens: EsqlTokens): EsqlName | undefined {
  const { kind, span } = tokens.peek()
  if (kind !== 'word' && kind !== 'quoted' && kind !== 'parameter') return undefined
  const { end } = tokens
  let isName = true
  do {
    isName = ['word', 'quoted', 'parameter'].includes(tokens.peek().kind)
    if (isName) tokens.advance()
  } while (isName && tokens.acceptSymbol('.'))
  const isTarget = isName && tokens.isSymbol('=')
  tokens.rewind(span.start, end)
  if (!isTarget) return undefined
  const name = parseName(tokens)
  tokens.expectSymbol('=')
  return name
}

function parseStats(tokens: EsqlTokens, kind: 'stats' | 'inline_stats'): Draft {
  const aggregates = tokens.isWord('by') || tokens.isAtEnd() ? [] : parseColumns(tokens)
  const by = tokens.acceptWord('by') ? parseColumns(tokens) : []
  if (aggregates.length + by.length === 0) tokens.expected('an aggregation')
  return { kind, aggregates, by }
}

/** `Esql.*`, `a.b`, `*`. */
function parsePattern(tokens: EsqlTokens): EsqlName {
  const { start } = tokens.peek().span
  const parts = tokens.namePattern()
  if (parts.length === 0) tokens.expected('a name')
  return { kind: 'name', parts, span: { start, end: Math.max(start, tokens.end) } }
}

/** `old AS new`, `new = old`. */
function parseRename(tokens: EsqlTokens): EsqlRename['renames'][number] {
  const first = parsePattern(tokens)
  if (tokens.acceptSymbol('=')) return { from: parsePattern(tokens), to: first }
  tokens.expectWord('as')
  return { from: first, to: parsePattern(tokens) }
}

function parseOrder(tokens: EsqlTokens): EsqlOrder {
  const value = parseExpression(tokens)
  const direction = tokens.isWord('asc', 'desc') ? tokens.advance().value : undefined
  let nulls: string | undefined
  if (tokens.acceptWord('nulls')) {
    if (tokens.isWord('first', 'last')) nulls = tokens.advance().value
    else tokens.expected('FIRST or LAST')
  }
  return {
    value,
    direction: direction === 'asc' || direction === 'desc' ? direction : undefined,
    nulls: nulls === 'first' || nulls === 'last' ? nulls : undefined,
  }
}

function parseLimit(tokens: EsqlTokens, kind: 'limit' | 'sample'): Draft {
  const count = parseExpression(tokens)
  const by = tokens.acceptWord('by') ? separated(tokens, () => parseExpression(tokens)) : []
  return { kind, count, by }
}

function parseExtract(tokens: EsqlTokens, kind: 'dissect' | 'grok'): Draft {
  const input = parseExpression(tokens)
  const patterns = separated(tokens, () => parseString(tokens))
  const options = tokens.peek().kind === 'word' ? parseColumns(tokens) : []
  return { kind, input, patterns, options }
}

function parseString(tokens: EsqlTokens): EsqlString {
  const { kind, value, span } = tokens.peek()
  if (kind === 'string') tokens.advance()
  else tokens.expected('a text')
  return { kind: 'string', value, span }
}

function parseEnrich(tokens: EsqlTokens): Draft {
  const policy = tokens.index()
  if (policy === undefined) tokens.expected('the name of a policy')
  const on = tokens.acceptWord('on') ? parsePattern(tokens) : undefined
  const fields: EsqlEnrich['with'] = tokens.acceptWord('with')
    ? separated(tokens, () => {
        const first = parsePattern(tokens)
        const isRenamed = tokens.acceptSymbol('=')
        return isRenamed
          ? { name: first, field: parsePattern(tokens) }
          : { name: undefined, field: first }
      })
    : []
  return { kind: 'enrich', policy: policy?.text ?? '', on, with: fields }
}

function parseLookupJoin(tokens: EsqlTokens): Draft {
  tokens.expectWord('join')
  const index = tokens.index()
  if (index === undefined) tokens.expected('an index')
  tokens.expectWord('on')
  const on = separated(tokens, () => parseExpression(tokens))
  const { start, end } = tokens
  const span = index?.span ?? { start: Math.min(start, end), end: start }
  return { kind: 'lookup_join', index: { kind: 'index', text: index?.text ?? '', span }, on }
}

function parseChangePoint(tokens: EsqlTokens): Draft {
  const value = parseName(tokens)
  const on = tokens.acceptWord('on') ? parseName(tokens) : undefined
  const as = tokens.acceptWord('as') ? separated(tokens, () => parseName(tokens)) : []
  return { kind: 'change_point', value, on, as }
}

/** A command whose words are kept: up to a pipe outside its own brackets. */
function parseKept(tokens: EsqlTokens, keyword: string): Omit<EsqlKept, 'span'> {
  const { start } = tokens.peek().span
  const column = parseTarget(tokens)
  let depth = 0
  while (tokens.peek().kind !== 'end') {
    if (depth === 0 && tokens.isSymbol('|', ')')) break
    if (tokens.isSymbol('(', '[', '{')) depth++
    if (tokens.isSymbol(')', ']', '}')) depth--
    tokens.advance()
  }
  const end = Math.max(start, tokens.end)
  return { kind: 'kept', keyword, text: tokens.text.slice(start, end), column }
}
