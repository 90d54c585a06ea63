import type { PlainValue, Span } from '../base/index.ts'
import type { Logic, LogSource } from './logic.ts'

export type Language =
  | 'sigma'
  | 'kuery'
  | 'lucene'
  | 'eql'
  | 'esql'
  | 'spl'
  | 'kusto'
  | 'sql'
  | 'yaral'
  | 'mql'
  | 'panther'
  /** A trained model decides, and no query. */
  | 'machine_learning'

export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const

export type Level = (typeof levels)[number]

/**
 * Statuses of rules that are set aside: those that are not to be relied on, and those that detect nothing by
 * themselves. They count apart, and run only when they are asked for.
 */
export const setAsideStatuses: ReadonlySet<string> = new Set([
  'deprecated',
  'unsupported',
  // Fills what other rules look things up in.
  'baseline',
  // Looks things up, and reads no log.
  'enrichment',
  // Is there to be looked at: it draws, or lists without asking for anything.
  'notebook',
])

/** A tag as written, with its place. */
export interface Tag {
  readonly text: string
  readonly span: Span
  /** Of a technique: the tag of the tactic that the author pairs it with, where the language has pairs. */
  readonly tactic?: string
}

export interface RelatedRule {
  readonly id: string
  readonly type: string
}

/** One detection: what its author says about it, its text, and its logic. */
export interface Rule {
  /** As written, or `undefined` when the rule has none; the catalogue then derives one. */
  readonly id: string | undefined
  /** The name by which correlations refer to the rule. */
  readonly name?: string
  readonly title: string
  readonly description?: string
  readonly language: Language
  readonly status?: string
  readonly level?: Level
  readonly authors: readonly string[]
  readonly date?: string
  readonly modified?: string
  readonly references: readonly string[]
  readonly falsePositives: readonly string[]
  readonly license?: string
  readonly tags: readonly Tag[]
  readonly related: readonly RelatedRule[]
  readonly scope: readonly string[]
  /** The fields that the author wants shown with a match. */
  readonly fields: readonly string[]
  readonly taxonomy?: string
  readonly logSource: LogSource
  readonly logic: Logic
  /** The attributes that the language does not define, as they are. */
  readonly custom: { readonly [name: string]: PlainValue }
  /** The rule's text: of its document in a file of several. */
  readonly body: string
  /** Where `body` stands in its file; the spans of the rule are offsets in the file. */
  readonly span: Span
}
