export type { Diagnostic, Parsed, Span } from './base/index.ts'
export type { Expression, LogEvent, Logic, Rule, Stage, Test } from './ir/index.ts'
