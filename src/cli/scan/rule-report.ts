import type { WireSummary } from '../../app/index.ts'
import type { CorrelationSetup } from '../../app/scan/index.ts'

/** What became of the rules that were read, as plain data. */
export interface RuleReport {
  readonly loaded: number
  readonly run: number
  readonly notRun: WireSummary['rules']['notRun']
  readonly partial: WireSummary['rules']['partial']
  readonly correlations: CorrelationSetup
  /** Rules that were asked for, and files of rules, that could not be read, with their places. */
  readonly unreadable: readonly { readonly place: string; readonly reason: string }[]
}
