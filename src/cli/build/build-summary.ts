import type { SourceRecord } from '../../app/catalogue/index.ts'

/** What became of the files: the same for equal inputs, kept in the snapshot. */
export interface BuildContents {
  readonly sources: readonly SourceRecord[]
  /** Files that were read as rules. */
  readonly files: number
  readonly rules: number
  /** Rules that something was noticed about. */
  readonly rulesWithDiagnostics: number
  readonly diagnostics: { readonly error: number; readonly warning: number; readonly note: number }
  /** Files that were meant to hold rules and could not be read. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[]
}

/** The summary of a build: `indicia build --json`. */
export interface BuildSummary extends BuildContents {
  readonly path: string
  readonly bytes: number
  /** All inputs were as they were, so the file was left as it is. */
  readonly isUnchanged: boolean
  readonly cache: {
    /** `off`: none was wanted. `failed`: it could not be written. */
    readonly state: 'used' | 'off' | 'failed'
    readonly reason?: string
    /** Files whose rules were taken from it, and files that were read anew. */
    readonly hits: number
    readonly misses: number
  }
  readonly threads: number
  readonly seconds: number
}
