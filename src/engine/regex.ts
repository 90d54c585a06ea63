import { RE2JS } from 're2js'
import type { Regex } from '../ir/index.ts'
import type { At } from './pattern-matcher.ts'

/** Why a regular expression cannot run. */
export interface RegexProblem {
  /** `syntax`: no engine takes it. `unsupported`: another engine may, but not in linear time. */
  readonly kind: 'syntax' | 'unsupported'
  readonly message: string
}

/** Finds the first place where a regular expression matches a text. */
export type RegexMatcher = (text: string) => At | undefined

/** Compiles for the linear-time engine. */
export function compileRegex(regex: Regex): RegexMatcher | RegexProblem {
  const source = regex.dialect === 'lucene' ? translateLucene(regex.source) : regex.source
  if (typeof source !== 'string') return source
  const flags =
    (regex.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
    (regex.multiline ? RE2JS.MULTILINE : 0) |
    (regex.dotAll ? RE2JS.DOTALL : 0)
  let compiled: RE2JS
  try {
    compiled = RE2JS.compile(source, flags)
  } catch (error) {
    const feature = findUnsupported(source)
    if (feature !== undefined) {
      return { kind: 'unsupported', message: `the linear-time engine has no ${feature}` }
    }
    return { kind: 'syntax', message: error instanceof Error ? error.message : String(error) }
  }
  if (regex.anchored) {
    return text => (compiled.matcher(text).matches() ? [0, text.length] : undefined)
  }
  return text => {
    const matcher = compiled.matcher(text)
    return matcher.find() ? [matcher.start(), matcher.end()] : undefined
  }
}

/** What is wrong with a regular expression, or `undefined` if it can run. */
export function checkRegex(regex: Regex): RegexProblem | undefined {
  const result = compileRegex(regex)
  return typeof result === 'function' ? undefined : result
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
 * Lucene's expressions have no anchors: `^` and `$` are characters. Its operators that this engine
 * lacks (complement, intersection, numeric ranges, any string, quotes) are reported.
 */
function translateLucene(source: string): string | RegexProblem {
  let translated = ''
  let next = 0
  for (const { text, at, isInClass } of tokensOf(source)) {
    const character = text[0] ?? ''
    if (!isInClass && /[~&<>@#"]/.test(character)) {
      return { kind: 'unsupported', message: `the linear-time engine has no Lucene “${character}”` }
    }
    translated += source.slice(next, at)
    if (!isInClass && /[\^$]/.test(character)) translated += '\\'
    next = at
  }
  return translated + source.slice(next)
}
