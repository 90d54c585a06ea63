import type { Span } from '../base/index.ts'
import type { Logic, LogSource, SourceStage } from './logic.ts'

/**
 * Logic whose first stage says which logs it is about: its own source, or else a new one with the names and the place
 * given.
 */
export function withLogSource(
  { stages }: Logic,
  logSource: LogSource,
  otherwise: { readonly names: readonly string[]; readonly span: Span },
): Logic {
  const [first, ...rest] = stages
  if (first?.kind === 'source') return { stages: [{ ...first, logSource }, ...rest] }
  const source: SourceStage = { kind: 'source', logSource, ...otherwise }
  return { stages: [source, ...stages] }
}
