export type { Brand } from './brand.ts'
export { type DateRange, findDateRange } from './date-range.ts'
export {
  type Diagnostic,
  diagnostic,
  limitDiagnostics,
  maxDiagnostics,
  type Parsed,
} from './diagnostic.ts'
export { type DiagnosticCode, diagnosticCodes, type Severity } from './diagnostic-codes.ts'
export { editDistance, findNearest } from './edit-distance.ts'
export { exactResult } from './exact-result.ts'
export { foldCase } from './fold-case.ts'
export { assertNever, InvariantError, invariant } from './invariant.ts'
export { linksIn } from './links.ts'
export { mapSpans } from './map-spans.ts'
export { once } from './once.ts'
export { optional } from './optional.ts'
export type { PlainValue } from './plain-value.ts'
export { joinSpans, type LineIndex, lineIndex, noSpan, type Position, type Span } from './span.ts'
export { splitCommandLine } from './split-command-line.ts'
export { textHash } from './text-hash.ts'
