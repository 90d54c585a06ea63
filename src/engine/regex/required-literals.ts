/**
 * What a text must contain so that an expression can match in it: the index of all rules' literals
 * looks for that, and the expression is tried only where it was found.
 */

import { assertNever } from '../../base/index.ts'
import type { Regex } from '../../ir/index.ts'
import { foldCase } from '../fold-case.ts'
import { type CodePointSet, sizeOf } from './code-point-set.ts'
import { parseRegex } from './parse-regex.ts'
import type { Alternation, RegexNode, Repetition, Sequence } from './regex-syntax.ts'

/** At most so many literals, each of at most so many units, stand for an expression. */
const maxLiterals = 64
const maxLength = 64
/** In a sequence of more parts than this, no run of texts that begins after it is considered. */
const maxStarts = 512
/** A single character is in nearly every text, so it says nothing. */
const minLength = 2
/** Literals below this length are taken only when nothing better is there. */
const goodLength = 3

/**
 * Texts of which every match contains at least one, ignoring case as foldCase does; undefined when
 * nothing is sure. In words: where `compileRegexMatcher(regex)` finds something in a text,
 * `foldCase(text)` includes at least one of them. They are folded, in order, at least 2 and at most
 * 64 units long, and at most 64.
 *
 * One exception: RE2 takes `ſ` (U+017F) for an `s` when it ignores case, and foldCase does not. So
 * of a text that contains `ſ` the literals say nothing.
 */
export function requiredLiterals(regex: Regex): readonly string[] | undefined {
  const tree = parseRegex(regex)
  const best = tree && bestOf(factsOf(tree))
  if (best === undefined || shortest(best) < minLength) return undefined
  return withoutLonger(best)
}

/** Texts of which one applies; in no order. */
type Texts = readonly string[]

/** What is sure of the folded texts that a part of an expression matches. */
interface Facts {
  /** All of them. */
  readonly exact?: Texts | undefined
  /** Every one begins with one of these; where `exact` is known, this may be left out. */
  readonly prefixes?: Texts | undefined
  /** Every one ends with one of these; where `exact` is known, this may be left out. */
  readonly suffixes?: Texts | undefined
  /** Every one contains one of these, which is the best choice known. */
  readonly required?: Texts | undefined
}

const nothing: Facts = {}
const emptyText: Facts = { exact: [''] }

function factsOf(node: RegexNode): Facts {
  switch (node.kind) {
    case 'set':
      return factsOfSet(node.set)
    case 'assertion':
      return emptyText
    case 'sequence':
      return factsOfSequence(node)
    case 'alternation':
      return factsOfAlternation(node)
    case 'repetition':
      return factsOfRepetition(node)
    default:
      return assertNever(node)
  }
}

function factsOfSet(set: CodePointSet): Facts {
  // Both cases of a letter are one text, so twice as many may stand in the set, and a twin or two.
  const size = sizeOf(set)
  if (size === 0 || size > 2 * maxLiterals + 2) return nothing
  const folded = new Set<string>()
  for (const [first, last] of set) {
    for (let codePoint = first; codePoint <= last; codePoint++) {
      // A lone surrogate may be half a character of the text, which folds as a whole.
      if (codePoint >= 0xd800 && codePoint <= 0xdfff) return nothing
      folded.add(foldCase(String.fromCodePoint(codePoint)))
    }
  }
  if (folded.has('s')) folded.delete('ſ')
  return folded.size > maxLiterals ? nothing : { exact: [...folded] }
}

function factsOfAlternation({ options }: Alternation): Facts {
  const facts = options.map(factsOf)
  return {
    exact: unionOf(facts.map(option => option.exact)),
    prefixes: unionOf(facts.map(prefixesOf)),
    suffixes: unionOf(facts.map(suffixesOf)),
    required: unionOf(facts.map(bestOf)),
  }
}

function factsOfRepetition({ body, min, max }: Repetition): Facts {
  if (max === 0) return emptyText
  const once = factsOf(body)
  if (min === 0 && max === 1 && once.exact !== undefined) {
    const exact = unionOf([once.exact, ['']])
    return exact === undefined ? nothing : { exact }
  }
  if (once.exact === undefined) {
    return min === 0
      ? nothing
      : { prefixes: once.prefixes, suffixes: once.suffixes, required: once.required }
  }
  const exact: Texts[] = []
  let least: Texts = ['']
  let times: Texts | undefined = least
  for (let count = 0; times !== undefined && count <= (max ?? min); count++) {
    if (count <= min) least = times
    if (count >= min) exact.push(times)
    times = product(times, once.exact)
  }
  const isWhole = max !== undefined && exact.length === max - min + 1
  const all = isWhole ? unionOf(exact) : undefined
  if (all !== undefined) return { exact: all }
  // `least`: as often as `min`, or as fits; what follows may be more of the same.
  return min === 0 ? nothing : { prefixes: least, suffixes: least, required: least }
}

function factsOfSequence({ parts }: Sequence): Facts {
  const facts = parts.map(factsOf)
  const { run, isWhole } = runOn([''], facts, 0)
  // Of one text alone no part is better than all of it.
  if (isWhole && run.length === 1) return { exact: run }
  let required: Texts | undefined
  const consider = (texts: Texts | undefined): void => {
    required = better(required, texts)
  }
  for (const [at, part] of facts.entries()) {
    const start = suffixesOf(part)
    consider(part.required)
    consider(start)
    if (start !== undefined && at < maxStarts) runOn(start, facts, at + 1, consider)
  }
  if (isWhole) return { exact: run, required }
  return { prefixes: run, suffixes: runTo(facts), required }
}

/**
 * The texts followed by those of neighbours, as far as they are known and few: of the last perhaps
 * only how it begins. `isWhole`: all neighbours are in it.
 */
function runOn(
  start: Texts,
  facts: readonly Facts[],
  from: number,
  consider?: (run: Texts) => void,
): { readonly run: Texts; readonly isWhole: boolean } {
  let run = start
  for (let next = from; next < facts.length; next++) {
    const part = facts[next] ?? nothing
    const longer = product(run, prefixesOf(part))
    if (longer === undefined) return { run, isWhole: false }
    run = longer
    consider?.(run)
    if (part.exact === undefined) return { run, isWhole: false }
  }
  return { run, isWhole: true }
}

/** The texts of neighbours to the last one, as far as they are known and few. */
function runTo(facts: readonly Facts[]): Texts {
  let run: Texts = ['']
  for (const part of facts.toReversed()) {
    const longer = product(suffixesOf(part), run)
    if (longer === undefined) return run
    run = longer
    if (part.exact === undefined) return run
  }
  return run
}

function prefixesOf({ exact, prefixes }: Facts): Texts | undefined {
  return exact ?? prefixes
}

function suffixesOf({ exact, suffixes }: Facts): Texts | undefined {
  return exact ?? suffixes
}

function bestOf({ exact, prefixes, suffixes, required }: Facts): Texts | undefined {
  return [exact, prefixes, suffixes, required].reduce(better, undefined)
}

/** Of two choices the one that fewer texts contain, as far as one can tell. */
function better(a: Texts | undefined, b: Texts | undefined): Texts | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return score(b) > score(a) ? b : a
}

/** One more character is worth about two and a half times as many literals. */
function score(texts: Texts): number {
  const length = Math.min(shortest(texts), 16)
  const rank = length < minLength ? 0 : length < goodLength ? 1 : 2
  return 1000 * rank + length - 0.75 * Math.log2(texts.length)
}

function shortest(texts: Texts): number {
  return texts.reduce((length, text) => Math.min(length, text.length), maxLength)
}

/** Texts that any of the choices has; `undefined` when one is not known or they are many. */
function unionOf(choices: readonly (Texts | undefined)[]): Texts | undefined {
  const union = new Set<string>()
  for (const texts of choices) {
    if (texts === undefined) return undefined
    for (const text of texts) union.add(text)
    if (union.size > maxLiterals) return undefined
  }
  return [...union]
}

/** Every text of the one before every text of the other; `undefined` when too many or too long. */
function product(before: Texts | undefined, after: Texts | undefined): Texts | undefined {
  if (before === undefined || after === undefined) return undefined
  const texts = new Set<string>()
  for (const one of before) {
    for (const other of after) {
      if (one.length + other.length > maxLength) return undefined
      texts.add(one + other)
      if (texts.size > maxLiterals) return undefined
    }
  }
  return [...texts]
}

/** A text that contains another of them adds nothing to it. */
function withoutLonger(texts: Texts): Texts {
  return texts.filter(text => !texts.some(other => other !== text && text.includes(other))).sort()
}
