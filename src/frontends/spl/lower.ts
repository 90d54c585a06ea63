import { assertNever, type Diagnostic, mapSpans, type Span } from '../../base/index.ts'
import {
  and,
  type Expression,
  type Logic,
  type OpaqueStage,
  opaquesOf,
  or,
  type Stage,
} from '../../ir/index.ts'
import { commandsByName } from './commands/all-commands.ts'
import { unescapeText } from './escapes.ts'
import { type ExpandedText, expandMacros } from './expand-macros.ts'
import type { SplFieldTable } from './fields.ts'
import { isSourceMacro, isTuningMacro } from './known-macros.ts'
import { lowerSearch } from './lower-search.ts'
import { lowerWhere } from './lower-where.ts'
import { type LoweredPipeline, SplLowering, type SplPipelines } from './lowering.ts'
import { parseMacroCall, type SplOptions } from './macro.ts'
import { parseSplSyntax } from './parser.ts'
import { printArguments, printCommand } from './print.ts'
import type { SplArgument, SplCommand, SplMacroCommand, SplSyntax } from './syntax.ts'

/** The meaning of a search; `source` is what it was read from, macros replaced. */
export function lowerSpl(
  { commands }: SplSyntax,
  source: ExpandedText,
  options: SplOptions,
  diagnostics: Diagnostic[],
): Logic {
  const lowering = new SplLowering(source, options, pipelines, diagnostics)
  return lowerPipeline(commands, lowering).logic
}

const pipelines: SplPipelines = { lower: lowerPipeline, lowerText, lowerCondition, lowerWhere }

function lowerPipeline(
  commands: readonly SplCommand[],
  lowering: SplLowering,
  from?: SplFieldTable,
): LoweredPipeline {
  lowering.fields = lowering.newFields(from)
  lowering.isFirst = from === undefined
  const stages: Stage[] = []
  for (const command of commands) {
    for (const stage of lowerCommand(command, lowering)) stages.push(stage)
    lowering.isFirst = false
  }
  return { logic: { stages }, fields: lowering.fields }
}

function lowerCommand(command: SplCommand, lowering: SplLowering): readonly Stage[] {
  switch (command.kind) {
    case 'unknown':
      // Nobody knows which fields it makes.
      lowering.fields.widen()
      return [opaque(command, lowering)]
    case 'macro':
      return lowerMacro(command, lowering)
    case 'search':
    case 'where':
    case 'eval':
    case 'tstats':
    case 'plain':
      return lowerKnown(command, lowering)
    default:
      return assertNever(command)
  }
}

type Known = Exclude<SplCommand, { kind: 'unknown' | 'macro' }>

function lowerKnown(command: Known, lowering: SplLowering): readonly Stage[] {
  const name = 'name' in command ? command.name : command.kind
  const definition = commandsByName.get(name)
  if (definition === undefined) return [opaque(command, lowering)]
  // The kind of a command is that of its grammar, which is the one that the definition asks for.
  const lower = definition.lower as (of: SplCommand, lowering: SplLowering) => readonly Stage[]
  for (const word of argumentsOf(command)) {
    if (word.kind === 'macro') lowering.reportMacro(word.value, word.span)
  }
  const before = definition.ownsSubsearches === true ? [] : argumentSearches(command, lowering)
  const stages = [...before, ...lower(command, lowering)]
  if (!command.isBroken) return stages
  const isCondition = command.kind === 'search' || command.kind === 'where'
  return isCondition ? neverTrue(command, stages, lowering) : [opaque(command, lowering)]
}

/** Keeps what could be read of a condition beside an opaque part. */
function neverTrue(
  command: Known,
  stages: readonly Stage[],
  lowering: SplLowering,
): readonly Stage[] {
  const last = stages.at(-1)
  const part = opaque(command, lowering)
  if (last?.kind !== 'filter' && last?.kind !== 'threshold') return [...stages, part]
  if (opaquesOf(last.expression).length > 0) return stages
  const { text, reason, span } = part
  const expression = and([last.expression, { kind: 'opaque', text, reason, span }])
  return [...stages.slice(0, -1), { ...last, expression }]
}

/** Searches that give a command its arguments: `head [search … | return $n]`. */
function argumentSearches(command: Known, lowering: SplLowering): readonly Stage[] {
  return argumentsOf(command).flatMap((argument): readonly Stage[] => {
    if (argument.kind !== 'subsearch') return []
    const { logic } = lowering.lowerInner(argument.commands)
    const { span } = argument
    return [{ kind: 'join', how: 'subsearch', sides: [logic], keys: [], span }]
  })
}

function argumentsOf(command: Known): readonly SplArgument[] {
  if (command.kind === 'plain') return command.arguments
  return command.kind === 'tstats' ? [...command.head, ...command.tail] : []
}

/** What could not be read of a command; the search cannot run without it. */
function opaque(command: SplCommand, lowering: SplLowering): OpaqueStage {
  const { span } = command
  const found = lowering.diagnostics.find(
    d => d.severity === 'error' && d.span.start >= span.start && d.span.start <= span.end,
  )
  return { kind: 'opaque', text: lowering.textOf(span), reason: found?.code ?? 'spl/syntax', span }
}

/** A macro without a definition in the place of commands. */
function lowerMacro(command: SplMacroCommand, lowering: SplLowering): readonly Stage[] {
  const { span, call: text } = command
  const call = parseMacroCall(text)
  if (call !== undefined && command.arguments.length === 0) {
    if (isTuningMacro(call)) return [tuning(command)]
    if (isSourceMacro(call)) return [{ kind: 'source', logSource: {}, names: [call.name], span }]
  }
  const end = Math.min(span.end, span.start + text.length + 2)
  lowering.reportMacro(text, { start: span.start, end })
  lowering.fields.widen()
  return [{ kind: 'opaque', text: printCommand(command), reason: 'spl/unknown-macro', span }]
}

/** The place for local tuning: it lets everything pass until somebody defines it. */
function tuning({ call, arguments: list, span }: SplMacroCommand): Stage {
  const expression: Expression = { kind: 'and', operands: [] }
  return {
    kind: 'filter',
    condition: `\`${call}\` ${printArguments(list)}`.trimEnd(),
    parts: [{ name: 'local tuning', expression, span }],
    expression,
    span,
  }
}

/** A search in a text, such as that of `map`; everything in it has the place of the text. */
function lowerText(raw: string, span: Span, outer: SplLowering): LoweredPipeline {
  const source = expandMacros(unescapeText(raw), outer.options)
  const syntax = parseSplSyntax(source.text)
  const told = [...source.diagnostics, ...syntax.diagnostics]
  const lowering = new SplLowering(source, outer.options, pipelines, told, outer.depth + 1)
  const { logic, fields } = lowerPipeline(syntax.value.commands, lowering)
  for (const { code, message, help } of told) outer.report(code, span, message, help)
  return { logic: mapSpans(logic, () => span), fields }
}

/** The condition in the text of `searchmatch`. */
function lowerCondition(raw: string, span: Span, outer: SplLowering): Expression {
  const source = expandMacros(unescapeText(raw), outer.options)
  const syntax = parseSplSyntax(source.text)
  const [command, ...rest] = syntax.value.commands
  if (command?.kind !== 'search' || rest.length > 0 || command.isBroken) {
    outer.report('spl/syntax', span, 'the text is no condition of the search command')
    return outer.opaque('spl/syntax', span)
  }
  if (command.expression === undefined) return or([])
  const lowering = new SplLowering(source, outer.options, pipelines, [], outer.depth + 1)
  lowering.fields = outer.fields
  const expression = lowerSearch(command.expression, lowering)
  outer.usesAggregate ||= lowering.usesAggregate
  for (const { code, message, help } of lowering.diagnostics)
    outer.report(code, span, message, help)
  return mapSpans(expression, () => span)
}
