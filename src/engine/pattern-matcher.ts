import { assertNever } from '../base/index.ts'
import { literal, type Pattern, type PatternToken } from '../ir/index.ts'
import { foldCase } from './fold-case.ts'

/** Half-open offsets in a text, in UTF-16 code units. */
export type At = readonly [start: number, end: number]

/** Finds where a text follows a pattern, or `undefined` if it does not. */
export type PatternMatcher = (text: string) => At | undefined

/** The pattern that finds in folded text what `tokens` finds in text when case is ignored. */
export function foldPattern(tokens: Pattern): Pattern {
  return tokens.map((token): PatternToken => {
    switch (token.kind) {
      case 'literal':
        return literal(foldCase(token.text))
      case 'one_of':
        return { kind: 'one_of', characters: foldCase(token.characters) }
      case 'any_one':
      case 'any_run':
        return token
      default:
        return assertNever(token)
    }
  })
}

/** A piece of a pattern between runs: it has as many characters as whatever it matches. */
type Segment = readonly Exclude<PatternToken, { kind: 'any_run' }>[]

/**
 * A matcher for whole texts. The offsets that it gives leave out what runs at either end cover, so
 * that for `*x*` they are those of the first `x`.
 *
 * The segments between runs are found from left to right, each as early as it can be: whatever
 * follows then has the most room, so nothing need ever be tried again. The time is bounded by the
 * length of the text times the length of the pattern.
 */
export function compilePattern(tokens: Pattern): PatternMatcher {
  return compileLiteral(tokens) ?? compileSegments(tokens)
}

/** The four commonest shapes: a literal, with or without a run on either side of it. */
function compileLiteral(tokens: Pattern): PatternMatcher | undefined {
  const runsBefore = tokens[0]?.kind === 'any_run'
  const runsAfter = tokens.length > 1 && tokens.at(-1)?.kind === 'any_run'
  const [only, ...others] = tokens.slice(runsBefore ? 1 : 0, runsAfter ? -1 : undefined)
  if (only?.kind !== 'literal' || others.length > 0) return undefined
  // Half a character could be found inside a whole one.
  if (/\p{Surrogate}/u.test(only.text)) return undefined
  const { text: part } = only
  const { length } = part
  if (runsBefore && runsAfter) {
    return text => {
      const at = text.indexOf(part)
      return at < 0 ? undefined : [at, at + length]
    }
  }
  if (runsBefore) {
    return text => (text.endsWith(part) ? [text.length - length, text.length] : undefined)
  }
  if (runsAfter) return text => (text.startsWith(part) ? [0, length] : undefined)
  return text => (text === part ? [0, length] : undefined)
}

function compileSegments(tokens: Pattern): PatternMatcher {
  const segments: Segment[] = [[]]
  for (const token of tokens) {
    if (token.kind === 'any_run') segments.push([])
    else segments[segments.length - 1] = [...(segments.at(-1) ?? []), token]
  }
  const [first = [], ...others] = segments
  const last = others.pop()
  if (last === undefined) {
    return text => (matchForward(first, text, 0) === text.length ? [0, text.length] : undefined)
  }
  const lastBackwards = last.toReversed()
  return text => {
    let at = matchForward(first, text, 0)
    if (at === undefined) return undefined
    let start = first.length > 0 ? 0 : undefined
    for (const segment of others) {
      const found = findSegment(segment, text, at)
      if (found === undefined) return undefined
      if (segment.length > 0) start ??= found[0]
      at = found[1]
    }
    if (last.length === 0) return start === undefined ? [0, text.length] : [start, at]
    const tail = startOfTail(lastBackwards, text)
    // It may not reach back into what stands before it.
    const isTail =
      tail !== undefined && tail >= at && matchForward(last, text, tail) === text.length
    return !isTail ? undefined : [start ?? tail, text.length]
  }
}

/** The first place at or after `from` where a segment (a pattern without runs) stands in a text. */
export function findSegment(segment: Pattern, text: string, from: number): At | undefined {
  const [head] = segment
  for (let start = from; start <= text.length; start++) {
    if (head?.kind === 'literal') {
      start = text.indexOf(head.text, start)
      if (start < 0) return undefined
    }
    if (isInsideCharacter(text, start)) continue
    const end = matchForward(segment, text, start)
    if (end !== undefined) return [start, end]
  }
  return undefined
}

/** Where a segment ends that begins at `from`. */
function matchForward(segment: Pattern, text: string, from: number): number | undefined {
  let at = from
  for (const token of segment) {
    switch (token.kind) {
      case 'literal':
        if (!text.startsWith(token.text, at)) return undefined
        at += token.text.length
        break
      case 'any_one':
      case 'one_of': {
        const code = text.codePointAt(at)
        if (code === undefined) return undefined
        const character = String.fromCodePoint(code)
        if (token.kind === 'one_of' && !isOneOf(character, token.characters)) return undefined
        at += character.length
        break
      }
      case 'any_run':
        return undefined
      default:
        return assertNever(token)
    }
  }
  return at
}

function isOneOf(character: string, characters: string): boolean {
  // Half a character is found inside a whole one, too.
  return /\p{Surrogate}/u.test(character)
    ? [...characters].includes(character)
    : characters.includes(character)
}

/** Where a segment would begin that ends with the text; `undefined` when the text is too short. */
function startOfTail(backwards: Segment, text: string): number | undefined {
  let start = text.length
  for (const token of backwards) {
    if (token.kind === 'literal') start -= token.text.length
    else start -= isInsideCharacter(text, start - 1) ? 2 : 1
  }
  return start < 0 ? undefined : start
}

/** Whether an offset stands between the two halves of a character beyond U+FFFF. */
function isInsideCharacter(text: string, offset: number): boolean {
  return (
    (text.charCodeAt(offset) & 0xfc00) === 0xdc00 &&
    (text.charCodeAt(offset - 1) & 0xfc00) === 0xd800
  )
}
