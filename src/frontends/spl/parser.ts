import { findNearest, limitDiagnostics, type Parsed } from '../../base/index.ts'
import { commandNames, grammarOf } from './command-grammar.ts'
import { SplCursor } from './cursor.ts'
import { parseAssignments, parseExpression } from './eval-parser.ts'
import { parseCondition } from './search-parser.ts'
import type {
  SplArgument,
  SplCommand,
  SplCondition,
  SplMissing,
  SplSubsearch,
  SplSyntax,
  SplWord,
} from './syntax.ts'

/** Reads a search into its syntax tree, macros and comments replaced before. Never throws. */
export function parseSplSyntax(text: string): Parsed<SplSyntax> {
  const cursor = new SplCursor(text, parseSubsearch)
  const commands = parsePipeline(cursor)
  const span = { start: 0, end: text.length }
  return { value: { commands, span }, diagnostics: limitDiagnostics(cursor.diagnostics) }
}

/** `[search a=1 | table b]` */
function parseSubsearch(cursor: SplCursor): SplSubsearch | SplMissing {
  const start = cursor.at
  cursor.at++
  const { isBroken } = cursor
  cursor.subsearches++
  const commands = cursor.nested(() => parsePipeline(cursor))
  cursor.skipBlanks()
  cursor.subsearches--
  if (!Array.isArray(commands)) return commands as SplMissing
  cursor.isBroken = isBroken
  if (cursor.text[cursor.at] !== ']') return cursor.expected('“]”')
  cursor.at++
  cursor.end = cursor.at
  return { kind: 'subsearch', commands, span: { start, end: cursor.at } }
}

/** Commands up to the end, or to the bracket that ends a subsearch. */
function parsePipeline(cursor: SplCursor): SplCommand[] {
  const commands: SplCommand[] = []
  cursor.skipBlanks()
  const isPiped = cursor.text[cursor.at] === '|'
  if (isPiped) cursor.at++
  let isFirst = !isPiped
  do {
    if (isFirst) cursor.take(blanksAndCommas)
    cursor.skipBlanks()
    if (cursor.isHopeless) {
      commands.push(rest(cursor))
      break
    }
    // What a macro with an empty definition leaves.
    if (!cursor.isAtEnd()) {
      const command = parseCommand(cursor, isFirst)
      if (!isNothing(command)) commands.push(command)
    }
    while (cursor.text[cursor.at] === '`' && !cursor.isAtEnd()) commands.push(parseAttached(cursor))
    isFirst = false
  } while (cursor.text[cursor.at] === '|' && ++cursor.at > 0)
  return commands
}

const blanksAndCommas = /[\s,]+/y

/** A search of commas alone. */
function isNothing(command: SplCommand): boolean {
  return (
    command.kind === 'search' &&
    command.isImplied &&
    command.expression === undefined &&
    !command.isBroken
  )
}

/** What is left when nothing more can be read. */
function rest(cursor: SplCursor): SplCommand {
  const start = cursor.at
  cursor.isBroken = false
  cursor.fail('spl/syntax', { start, end: start }, 'from here on the search is not read')
  cursor.isBroken = false
  cursor.at = cursor.text.length
  const span = { start, end: cursor.at }
  return { kind: 'unknown', text: cursor.text.slice(start), span, isBroken: true }
}

type Draft = SplCommand extends infer Command
  ? Command extends SplCommand
    ? Omit<Command, 'span' | 'isBroken'>
    : never
  : never

const commandName = /[A-Za-z_][\w-]*(?![\w.:=*\\/-])/y
const comparesNext = /[A-Za-z_][\w-]*\s*(?:!?=|<|>|\s+IN\s*\()/y

function parseCommand(cursor: SplCursor, isFirst: boolean): SplCommand {
  const start = cursor.at
  cursor.isBroken = false
  cursor.end = start
  const draft = readCommand(cursor, isFirst)
  const isFollowed = isTrailingMacro(cursor)
  if (!isFollowed && !cursor.isAtEnd()) cursor.expected('the end of the command')
  const { isBroken } = cursor
  cursor.isBroken = false
  const span = { start, end: Math.max(start, cursor.end) }
  return { ...draft, span, ...(isBroken ? { isBroken: true } : {}) } as SplCommand
}

/** ``… by host `macro` ``, before the end of a command. */
function isTrailingMacro(cursor: SplCursor): boolean {
  cursor.skipBlanks()
  return cursor.text[cursor.at] === '`' && cursor.sees(trailingMacros)
}

const trailingMacros = /(?:`[^`|]*`\s*)+(?=[|\]]|$)/y

function parseAttached(cursor: SplCursor): SplCommand {
  const start = cursor.at
  const call = cursor.takeMacro() ?? ''
  cursor.skipBlanks()
  return { kind: 'macro', call, isAttached: true, arguments: [], span: { start, end: cursor.end } }
}

function readCommand(cursor: SplCursor, isFirst: boolean): Draft {
  const start = cursor.at
  if (cursor.text[start] === '`' && !isFirst) {
    const call = cursor.takeMacro() ?? ''
    return { kind: 'macro', call, arguments: parseArguments(cursor) }
  }
  const found = cursor.sees(commandName) ? cursor.take(commandName) : undefined
  const name = found?.toLowerCase()
  const grammar = name === undefined ? undefined : grammarOf(name)
  // “The search command is implied at the beginning of any search.”
  const isWord = grammar === undefined || (name !== 'search' && cursor.subsearches === 0)
  if (isFirst && isWord) {
    cursor.at = start
    return { kind: 'search', isImplied: true, expression: readCondition(cursor) }
  }
  if (name === undefined || grammar === undefined) {
    return unknownCommand(cursor, start, found)
  }
  switch (grammar) {
    case 'search':
      return { kind: 'search', isImplied: false, expression: readCondition(cursor) }
    case 'where':
      return { kind: 'where', condition: parseExpression(cursor) }
    case 'eval':
      return { kind: 'eval', assignments: parseAssignments(cursor) }
    case 'tstats':
      return parseTstats(cursor, name === 'mstats' ? 'mstats' : 'tstats')
    case 'words':
      return { kind: 'plain', name, arguments: parseArguments(cursor) }
  }
}

function readCondition(cursor: SplCursor): SplCondition | undefined {
  return parseCondition(cursor, () => false)
}

function unknownCommand(cursor: SplCursor, start: number, found: string | undefined): Draft {
  cursor.at = start
  const isComparison = cursor.sees(comparesNext)
  const nearest = found === undefined ? undefined : findNearest(found, commandNames())
  const help = isComparison
    ? 'write “search” before a condition'
    : nearest === undefined
      ? undefined
      : `did you mean “${nearest}”?`
  const word = found ?? /^\S{1,40}/.exec(cursor.text.slice(start, start + 40))?.[0] ?? ''
  const span = { start, end: start + word.length }
  cursor.fail('spl/unknown-command', span, `“${word}” is no command that is known here`, help)
  return { kind: 'unknown', text: cursor.text.slice(start, Math.max(start, cursor.end)) }
}

const isWhere = /where(?![\w.=])/iy
const isBy = /(?:by|groupby)(?![\w.=-])/iy

/** `tstats … where <search> by …`: between them stands a condition of the search command. */
function parseTstats(cursor: SplCursor, name: 'tstats' | 'mstats'): Draft {
  const head = parseArguments(cursor, () => cursor.sees(isWhere) || cursor.sees(isBy))
  let where: SplCondition | undefined
  if (cursor.take(isWhere) !== undefined) {
    where = parseCondition(cursor, () => cursor.sees(isBy))
    if (where === undefined) where = cursor.expected('a condition')
  }
  return { kind: 'tstats', name, head, where, tail: parseArguments(cursor) }
}

const argumentWord = /(?:[^\s"(),|`[\]=<>!\\]|\\\S|!(?!=)|\\(?=\s|$))+/y
const argumentWordWithBracket = /(?:[^\s"(),|`[=<>!\\]|\\\S|!(?!=)|\\(?=\s|$))+/y
const argumentSymbol = /!=|<=|>=|==|[(),=<>]/y

/** Words, texts, symbols and subsearches up to the end of the command. */
function parseArguments(cursor: SplCursor, isEnd?: () => boolean): readonly SplArgument[] {
  const found: SplArgument[] = []
  for (;;) {
    const isGlued = !cursor.skipBlanks() && found.length > 0
    if (cursor.isAtEnd() || (!isGlued && isEnd?.() === true)) return found
    if (found.length > 0 && isTrailingMacro(cursor)) return found
    const start = cursor.at
    const character = cursor.text[start]
    const push = (kind: SplWord['kind'], value: string): void => {
      found.push({ kind, value, isGlued, span: { start, end: cursor.end } })
    }
    if (character === '"') push('text', cursor.takeQuoted() ?? '')
    else if (character === '`') push('macro', cursor.takeMacro() ?? '')
    else if (character === '[') {
      const inner = cursor.takeSubsearch()
      if (inner.kind === 'subsearch') found.push(inner)
    } else {
      const symbol = cursor.take(argumentSymbol)
      if (symbol !== undefined) push('symbol', symbol)
      else {
        const word = cursor.take(cursor.subsearches > 0 ? argumentWord : argumentWordWithBracket)
        if (word === undefined) {
          cursor.expected('an argument')
          return found
        }
        push('word', word)
      }
    }
    if (cursor.isBroken) return found
  }
}
