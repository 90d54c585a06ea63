import type { CodePointSet } from './code-point-set.ts'

/** A regular expression as a tree: flags are worked into the sets, and groups leave no trace. */
export type RegexNode = SetNode | Sequence | Alternation | Repetition | Assertion

/** One code point. */
export interface SetNode {
  readonly kind: 'set'
  /** What may stand here; more than what may, unless `isExact`. */
  readonly set: CodePointSet
  readonly isExact: boolean
}

/** One part after the other; without parts, the empty text. */
export interface Sequence {
  readonly kind: 'sequence'
  readonly parts: readonly RegexNode[]
}

/** Any of at least two, the first that leads to a match preferred. */
export interface Alternation {
  readonly kind: 'alternation'
  readonly options: readonly RegexNode[]
}

export interface Repetition {
  readonly kind: 'repetition'
  readonly body: RegexNode
  readonly min: number
  /** `undefined`: any number of times. */
  readonly max: number | undefined
  /** As few times as possible rather than as often. */
  readonly isLazy: boolean
}

/** A place that takes no text. */
export interface Assertion {
  readonly kind: 'assertion'
  readonly place: Place
}

export type Place =
  | 'text_start'
  | 'text_end'
  | 'line_start'
  | 'line_end'
  | 'word_boundary'
  | 'no_word_boundary'

/** The parts one after the other, flat. */
export function sequence(parts: readonly RegexNode[]): RegexNode {
  const flat = parts.flatMap(part => (part.kind === 'sequence' ? part.parts : [part]))
  const [only] = flat
  return only && flat.length === 1 ? only : { kind: 'sequence', parts: flat }
}

/** Any of the options, flat. */
export function alternation(options: readonly RegexNode[]): RegexNode {
  const flat = options.flatMap(option =>
    option.kind === 'alternation' ? option.options : [option],
  )
  const [only] = flat
  return only && flat.length === 1 ? only : { kind: 'alternation', options: flat }
}
