import type { WireMatch, WireRuleReference, WireSummary } from '../../app/index.ts'

/** Writes the matches of one scan in one format. */
export interface MatchWriter {
  match(match: WireMatch): void
  /** Called once, after the last match; formats that are one document are written here. */
  end(scan: FinishedScan): void
}

/** What a scan was, once it is over. */
export interface FinishedScan {
  readonly summary: WireSummary
  /** Every rule that was run, in the order of running. */
  rules(): readonly WireRuleReference[]
}

export type Write = (text: string) => void
