import { RE2JS, RE2JSException } from 're2js'
import type { Regex } from './expression.ts'

/** A regular expression that runs in time linear in its input, or why there is none. */
export type CompiledRegex = { readonly kind: 'compiled'; readonly program: RE2JS } | RegexProblem

/** Why a regular expression cannot run. */
export interface RegexProblem {
  /** `invalid`: in no dialect. `unsupported`: it needs look-around, back-references or the like. */
  readonly kind: 'invalid' | 'unsupported'
  readonly message: string
}

/** The longest source that is compiled, in UTF-16 units. */
const maxSourceLength = 20_000

/**
 * The longest program that runs, in instructions: about one for each character, class or choice, a
 * counted repetition unrolled. Matching takes at worst some 15 ns for each instruction and character.
 */
const maxInstructions = 10_000

/** A program is not even compiled when it is sure to be too long: by an estimate, so with a margin. */
const maxEstimate = 10 * maxInstructions

/** Ranges beyond ASCII under `(?i)`: each costs up to 3 ms, since RE2 folds them one by one. */
const maxFoldedRanges = 50

/**
 * Compiles the expression for RE2's linear-time matching; never throws. What is in RE2's syntax but
 * takes too much time or memory to compile or to run is unsupported.
 */
export function compileRegex(regex: Regex): CompiledRegex {
  const source = toRe2Source(regex)
  if (typeof source !== 'string') return source
  const excess = findExcess(source, regex.ignoreCase)
  if (excess !== undefined) return tooLarge(excess)
  const flags =
    (regex.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
    (regex.multiline ? RE2JS.MULTILINE : 0) |
    (regex.dotAll ? RE2JS.DOTALL : 0)
  const isTooLong = `compiles to more than ${maxInstructions} instructions`
  if (estimateInstructions(source) > maxEstimate) return tooLarge(isTooLong)
  try {
    const program = RE2JS.compile(source, flags)
    return program.re2().numberOfInstructions() > maxInstructions
      ? tooLarge(isTooLong)
      : { kind: 'compiled', program }
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    const feature = findUnsupported(source)
    if (feature !== undefined) {
      return { kind: 'unsupported', message: `the linear-time engine has no ${feature}` }
    }
    return { kind: 'invalid', message: error.message.replace(/^error parsing regexp: /, '') }
  }
}

/** What of a source would take too long to compile. */
function findExcess(source: string, ignoreCase: boolean): string | undefined {
  if (source.length > maxSourceLength) {
    return `is longer than ${maxSourceLength} characters`
  }
  if (!ignoreCase && !/\(\?[imsU]*i/.test(source)) return undefined
  const ranges = source.match(/-(?:[^\0-\x7f]|\\x\{)/g) ?? []
  return ranges.length > maxFoldedRanges
    ? `has more than ${maxFoldedRanges} ranges beyond ASCII`
    : undefined
}

/** One for each character, class or operator, as often as counted repetitions repeat it. */
function estimateInstructions(source: string): number {
  const outer: number[] = []
  let size = 0
  let last = 0
  for (const { text, isInClass } of tokensOf(source)) {
    if (isInClass) continue
    const [, min, max] = /^\{(\d+)(?:,(\d*))?\}/.exec(text) ?? []
    if (min !== undefined) {
      const times = Math.max(1, Number(min), Number(max ?? 0))
      size += last * (times - 1)
      last *= times
    } else if (text.startsWith('(')) {
      outer.push(size)
      size = 0
    } else if (text.startsWith(')')) {
      last = size
      size += outer.pop() ?? 0
    } else {
      last = 1
      size++
    }
  }
  return size
}

function tooLarge(excess: string): RegexProblem {
  return { kind: 'unsupported', message: `the expression ${excess}` }
}

/** The expression in RE2's syntax, or why it has none; what that syntax refuses may be in it. */
export function toRe2Source({ dialect, source }: Regex): string | RegexProblem {
  return dialect === 'lucene' ? translateLucene(source) : source
}

/** What other engines have and RE2 has not, outside classes; each found where it begins. */
const unsupportedFeatures: readonly (readonly [RegExp, string])[] = [
  [/^\(\?<?[=!]/, 'look-around'],
  [/^\\([1-9]|k[<{']|g\{?-?\d)|^\(\?P=/, 'back-references'],
  [/^\(\?>/, 'atomic groups'],
  [/^[*+?}]\+/, 'possessive quantifiers'],
  [/^\(\?(R|\d|&|P>|\()/, 'recursion or conditions'],
  [/^\(\?[#|']|^\(\?[imsU-]*[xnJ]/, 'such groups or flags'],
  [/^\{\d{4,}|^\{\d+,\d{4,}/, 'repetition of more than 1,000'],
  [/^\\[hHRNXGZeuckKVo]/, 'such an escape'],
  [/^\\[\u0080-\uffff]/, 'escapes of letters beyond ASCII'],
]

function findUnsupported(source: string): string | undefined {
  for (const { text, isInClass } of tokensOf(source)) {
    if (isInClass && !text.startsWith('\\')) continue
    const found = unsupportedFeatures.find(([start]) => start.test(text))
    if (found !== undefined) return found[1]
  }
  return undefined
}

/** Every place of a regular expression where something begins, with the source from there on. */
function* tokensOf(source: string): Iterable<{ text: string; at: number; isInClass: boolean }> {
  let isInClass = false
  for (let at = 0; at < source.length; at++) {
    const character = source[at]
    yield { text: source.slice(at, at + 12), at, isInClass }
    if (character === '\\') at++
    else if (isInClass && character === ']') isInClass = false
    else if (!isInClass && character === '[') {
      isInClass = true
      // A bracket that opens a class cannot close it.
      if (/^\^?\]/.test(source.slice(at + 1, at + 3))) at += source[at + 1] === '^' ? 2 : 1
    }
  }
}

/**
 * Lucene's expressions have no anchors: `^` and `$` are characters. `@` is any text. Its operators that
 * this engine lacks (complement, intersection, numeric ranges, no text, quotes) are reported.
 */
function translateLucene(source: string): string | RegexProblem {
  let translated = ''
  let next = 0
  for (const { text, at, isInClass } of tokensOf(source)) {
    const character = text[0] ?? ''
    if (!isInClass && character === '@') {
      translated += `${source.slice(next, at)}(?:.|\\n)*`
      next = at + 1
      continue
    }
    if (!isInClass && /[~&<>#"]/.test(character)) {
      return { kind: 'unsupported', message: `the linear-time engine has no Lucene “${character}”` }
    }
    translated += source.slice(next, at)
    if (!isInClass && /[\^$]/.test(character)) translated += '\\'
    next = at
  }
  return translated + source.slice(next)
}
