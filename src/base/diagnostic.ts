import { type DiagnosticCode, diagnosticCodes, type Severity } from './diagnostic-codes.ts'
import type { Span } from './span.ts'

/** A problem in somebody's input: what it is, where it is, and what to do about it. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  readonly message: string
  readonly span: Span
  /** What to do, where that is known: “did you mean “endswith”?”. */
  readonly help?: string
}

/** What every parser returns: the best value we could build, and what was wrong on the way. */
export interface Parsed<T> {
  readonly value: T
  readonly diagnostics: readonly Diagnostic[]
}

/** A diagnostic with the severity that its code has in the table. */
export function diagnostic(
  code: DiagnosticCode,
  span: Span,
  message: string,
  help?: string,
): Diagnostic {
  const { severity } = diagnosticCodes[code]
  return help === undefined
    ? { code, severity, message, span }
    : { code, severity, message, span, help }
}

/** Problems of one text that are told; what lies behind them is a consequence more often than not. */
export const maxDiagnostics = 100

/** At most {@link maxDiagnostics} in the order of the text; errors are the last to be left out. */
export function limitDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byPlace = diagnostics.toSorted((a, b) => a.span.start - b.span.start)
  if (byPlace.length <= maxDiagnostics) return byPlace
  const errors = byPlace.filter(({ severity }) => severity === 'error').slice(0, maxDiagnostics)
  const others = byPlace.filter(({ severity }) => severity !== 'error')
  const kept = new Set([...errors, ...others.slice(0, maxDiagnostics - errors.length)])
  return byPlace.filter(one => kept.has(one))
}
