import { type Diagnostic, limitDiagnostics, type Parsed } from '../../base/index.ts'
import { type FilterStage, type Logic, not, opaquesOf, type Stage } from '../../ir/index.ts'
import { lowerCondition } from './lower-condition.ts'
import { lowerItems, sideOf } from './lower-items.ts'
import { MqlLowering, MqlPlace } from './lowering.ts'
import { toOperand } from './operand.ts'
import { parseMqlSyntax } from './parser.ts'
import type { MqlExpression } from './syntax.ts'

/**
 * Reads a query in MQL, Sublime’s Message Query Language, as logic: a `filter` of the message, in front of it
 * what its conditions are computed from, and for every list that it looks through a `join` whose side is
 * asked of each item. Never throws; every problem is a diagnostic with its place in `text`, and what has no
 * translation is opaque.
 */
export function parseMql(text: string): Parsed<Logic> {
  const { value: syntax, diagnostics } = parseMqlSyntax(text)
  const found: Diagnostic[] = [...diagnostics]
  const lowering = new MqlLowering(text, found, { lowerCondition, lowerItems })
  const place = new MqlPlace(lowering, undefined)
  const value = isValue(syntax) ? valueLogic(syntax, place) : conditionLogic(syntax, place)
  const refusal = findRefusal(value, found, text)
  const stages = refusal === undefined ? value.stages : [...value.stages, refusal]
  return { value: { stages }, diagnostics: limitDiagnostics(found) }
}

function conditionLogic(syntax: MqlExpression, place: MqlPlace): Logic {
  return sideOf(lowerCondition(syntax, place).isTrue, syntax.span, place)
}

/** Queries of insights give a list or a value; they find something if that is there. */
function isValue(syntax: MqlExpression): boolean {
  switch (syntax.kind) {
    case 'array':
    case 'arithmetic':
    case 'sign':
      return true
    case 'call':
      return /^(?:filter|map|distinct|flatten|coalesce|sum|length|keys|values)$/.test(syntax.name)
    default:
      return false
  }
}

function valueLogic(syntax: MqlExpression, place: MqlPlace): Logic {
  const operand = toOperand(syntax, place)
  const { lowering } = place
  if (operand.kind !== 'field') {
    const reason = operand.kind === 'error' ? 'mql/syntax' : 'mql/invalid-argument'
    // What is an error has said so where it was read.
    if (operand.kind !== 'error') {
      lowering.report(reason, syntax.span, 'a value alone is no condition')
    }
    return sideOf(lowering.opaque(reason, syntax.span).isTrue, syntax.span, place)
  }
  const absent = {
    kind: 'test' as const,
    ...lowering.frame(operand, syntax.span, true),
    operator: 'null' as const,
  }
  return sideOf(not(absent), syntax.span, place)
}

/** Problems of one test, which is unknown by itself. */
const ofOneTest: ReadonlySet<string> = new Set(['mql/invalid-regex', 'mql/unsupported-regex'])

/** The stage that keeps a query with an error from finding anything, where no part of it says so. */
function findRefusal(
  logic: Logic,
  diagnostics: readonly Diagnostic[],
  text: string,
): Stage | undefined {
  const error = diagnostics.find(d => d.severity === 'error' && !ofOneTest.has(d.code))
  if (error === undefined || hasOpaque(logic.stages)) return undefined
  const { code, span } = error
  return { kind: 'opaque', text: text.slice(span.start, span.end), reason: code, span }
}

function hasOpaque(stages: readonly Stage[]): boolean {
  return stages.some(stage => {
    if (stage.kind === 'opaque') return true
    if (stage.kind === 'join') return stage.sides.some(side => hasOpaque(side.stages))
    return isFilter(stage) && opaquesOf(stage.expression).length > 0
  })
}

function isFilter(stage: Stage): stage is FilterStage {
  return stage.kind === 'filter'
}
