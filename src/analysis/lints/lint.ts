import { type Diagnostic, type DiagnosticCode, diagnostic, type Span } from '../../base/index.ts'
import type { Rule } from '../../ir/index.ts'

/** Says that something is probably wrong at a place of the rule’s file. */
export type Report = (span: Span, message: string, help?: string) => void

/** One thing that is probably wrong with a rule although the language allows it. */
export interface Lint {
  readonly code: DiagnosticCode
  readonly summary: string
  /** Detections (YAML below `detection:`) with and without the problem. */
  readonly example: { readonly bad: string; readonly good: string }
  check(rule: Rule, report: Report): void
}

/** Ties a lint’s parts together, so that every file of a lint looks alike. */
export function defineLint(lint: Lint): Lint {
  return lint
}

/** What one lint found in one rule. */
export interface Finding {
  /** The index of the rule among those that were linted. */
  readonly index: number
  readonly diagnostic: Diagnostic
}

/** Runs one lint on one rule. */
export function runLint(lint: Lint, rule: Rule): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  lint.check(rule, (span, message, help) => found.push(diagnostic(lint.code, span, message, help)))
  return found
}
