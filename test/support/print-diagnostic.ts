import type { Diagnostic } from '../../src/base/index.ts'

/** A diagnostic as golden files have it: on one line, with offsets. */
export function printDiagnostic({ severity, code, span, message, help }: Diagnostic): string {
  const suffix = help === undefined ? '' : ` (${help})`
  return `${severity}[${code}] ${span.start}..${span.end} ${message}${suffix}`
}
