import type { WireDiagnostic } from '../../app/index.ts'
import { packTexts, type SnapshotColumns, unpackPieces } from '../../catalog/snapshot/index.ts'
import type { CorrelateStage, LogSource, Rule } from '../../ir/index.ts'

/** What a file of rules becomes: made by any thread, and kept. */
export interface FileEntry extends EntryHead {
  /** The rows of its rules, which are numbered from 0. */
  columns(): SnapshotColumns
  /** `RuleFacts` of its rules as JSON, each compressed. */
  readonly facts: readonly Uint8Array[]
  /** `UncountedRule` of its rules as JSON, each compressed. */
  readonly pages: readonly Uint8Array[]
}

export interface EntryHead {
  readonly state: 'rules' | 'nothing' | 'other'
  readonly shape?: string
  /** How many filter rules it holds. */
  readonly filters: number
  /** What other rules may refer to, and what refers to others. */
  readonly rules: readonly RuleOutline[]
  /** Problems of a file without rules, and of its filters. */
  readonly diagnostics: readonly WireDiagnostic[]
  /** Diagnostics of its rules by severity, and rules that have any. */
  readonly noticed: Noticed
}

export interface Noticed {
  readonly error: number
  readonly warning: number
  readonly note: number
  readonly rules: number
}

export function countNoticed(
  rules: readonly { readonly diagnostics: readonly WireDiagnostic[] }[],
): Noticed {
  const all = rules.flatMap(({ diagnostics }) => diagnostics)
  const count = (severity: WireDiagnostic['severity']): number =>
    all.filter(diagnostic => diagnostic.severity === severity).length
  return {
    error: count('error'),
    warning: count('warning'),
    note: count('note'),
    rules: rules.filter(({ diagnostics }) => diagnostics.length > 0).length,
  }
}

/** As much of a rule as filters and correlations of other files look at. */
export interface RuleOutline {
  readonly id?: string
  readonly name?: string
  readonly title: string
  readonly logSource: LogSource
  readonly correlations: readonly CorrelateStage[]
}

export function toOutline({ id, name, title, logSource, logic }: Rule): RuleOutline {
  return {
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    title,
    logSource,
    correlations: logic.stages.flatMap(stage => (stage.kind === 'correlate' ? [stage] : [])),
  }
}

/** A rule that looks like the whole one to filters and to correlations. */
export function toOutlinedRule({ id, name, title, logSource, correlations }: RuleOutline): Rule {
  return {
    id,
    ...(name === undefined ? {} : { name }),
    title,
    language: 'sigma',
    authors: [],
    references: [],
    falsePositives: [],
    tags: [],
    related: [],
    scope: [],
    fields: [],
    logSource,
    logic: { stages: correlations },
    custom: {},
    body: '',
    span: { start: 0, end: 0 },
  }
}

export function packEntry(
  head: EntryHead,
  columns: SnapshotColumns,
  facts: readonly Uint8Array[],
  pages: readonly Uint8Array[],
): Uint8Array {
  const texts = [head, columns].map(value => Buffer.from(JSON.stringify(value)))
  return packTexts([...texts, ...facts, ...pages])
}

/** Opens what `packEntry` made. */
export function openEntry(bytes: Uint8Array): FileEntry {
  const [head = bytes, columns = bytes, ...rest] = unpackPieces(bytes)
  // The two casts: these are the shapes that `packEntry` was given.
  const opened = JSON.parse(textOf(head)) as EntryHead
  return {
    ...opened,
    columns: () => JSON.parse(textOf(columns)) as SnapshotColumns,
    facts: rest.slice(0, opened.rules.length),
    pages: rest.slice(opened.rules.length),
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}
