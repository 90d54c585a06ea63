import type { Parsed, PlainValue } from '../../base/index.ts'
import type { SigmaFilter } from '../../frontends/sigma/index.ts'
import type { Rule } from '../../ir/index.ts'

/** A file that may hold rules: what a vendor is recognised by. Folders say nothing. */
export interface NamedText {
  /** The file’s name without its folder. */
  readonly name: string
  readonly text: string
}

/** What a front end makes of a file. */
export interface ParsedRuleFile {
  readonly rules: readonly Parsed<Rule>[]
  /** What the places of the rules are offsets in, where it is more than the file’s text. */
  readonly text?: string
  /** Filter rules; `undefined` stands for one that cannot be applied, with the reason. */
  readonly filters: readonly Parsed<SigmaFilter | undefined>[]
}

/** A file that rules of other files are read with, such as the definition of a macro. */
export interface Companion {
  /** The name that they call it by. */
  readonly name: string
  /** What they need of it; plain, so that it goes to other threads and into keys of what is kept. */
  readonly value: PlainValue
}

/** How rules of a vendor call other files of their source. */
export type CompanionKind = SharedCompanions | NeighbourCompanions

/** Files that any rule of the source may call, by names that the files themselves give. */
export interface SharedCompanions {
  readonly reach: 'source'
  /** Where they lie by custom; such folders above a source count if the source has none of them. */
  readonly folders: readonly string[]
  /** The name of such a file; `undefined` of all others. Cheap, as it is asked of every file. */
  nameOf(file: NamedText): string | undefined
  /** What rules need of such a file; `undefined` if it says nothing. */
  read(text: string): PlainValue | undefined
  /** The names that a rule’s file, or such a file, may call; too many do no harm. */
  callsOf(text: string): readonly string[]
}

/** Files that lie beside the rule that calls them, by their names; their value is their text. */
export interface NeighbourCompanions {
  readonly reach: 'folder'
  /** How their names end, in lower case. */
  readonly endings: readonly string[]
  callsOf(text: string): readonly string[]
}

/** What a front end is told about a file beside its text. */
export interface RuleFileContext {
  /** The file’s name without its folder. */
  readonly name: string
  /** Those that the file calls, directly or through one another. */
  readonly companions: readonly Companion[]
}

/** Somebody who publishes rules: how the files are recognised, and how they are read. */
export interface Vendor {
  /** The name that its rules are counted under, and that `indicia sync` takes. */
  readonly id: string
  /** As people write it. */
  readonly title: string
  /** The git repository that the rules are published in. */
  readonly url: string
  /** Of the set as a whole, where no licence file lies beside the rules. */
  readonly license?: string
  /** What the files are, as people call it; vendors with the same one share a front end. */
  readonly shape: string
  /** How names of its rule files end, in lower case; files with other names are not opened. */
  readonly endings: readonly string[]
  /** Whether a file is one of its rules. Takes time in proportion to the text, at the most. */
  recognises(file: NamedText): boolean
  /**
   * A sentence of the licence file that tells the vendor’s own set from other files of the shape, where
   * anybody may write such files.
   */
  readonly ownLicense?: RegExp
  /**
   * The front end. Spans are offsets in `text`. Never throws; the diagnostics of the result are those of the file, each rule brings its own.
   */
  readonly parse: (text: string, context: RuleFileContext) => Parsed<ParsedRuleFile>
  /** The files that its rules are read with. */
  readonly companions?: CompanionKind
  /**
   * What a file of the vendor’s is that holds no rule, as the end of a sentence about it: “defines a macro”.
   * `undefined` of all other files.
   */
  readonly describeOther?: (file: NamedText) => string | undefined
}

/** Whether a text has each of the keys at the beginning of some line, as YAML writes them. */
export function hasKeys(text: string, ...keys: readonly string[]): boolean {
  return keys.every(key => text.startsWith(`${key}:`) || text.includes(`\n${key}:`))
}

/** Whether a text has at least one of the keys at the beginning of a line. */
export function hasAnyKey(text: string, ...keys: readonly string[]): boolean {
  return keys.some(key => hasKeys(text, key))
}
