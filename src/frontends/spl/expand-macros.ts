import { type Diagnostic, diagnostic, type Span } from '../../base/index.ts'
import { findKnownMacro } from './known-macros.ts'
import { fillMacro, parseMacroCall, type SplOptions } from './macro.ts'

/** A call of a macro that was replaced by its definition. */
export interface Expansion {
  /** The call as it stands between backticks. */
  readonly call: string
  /** Where the definition stands in the expanded text. */
  readonly span: Span
}

/** A search with macros replaced and comments left out, and where everything came from. */
export interface ExpandedText {
  readonly text: string
  readonly expansions: readonly Expansion[]
  readonly diagnostics: readonly Diagnostic[]
  /** The place in the original text: that of the call for everything in a definition. */
  toOriginal(span: Span): Span
  /** What stands there as it is written; in the middle of a definition, as it is there. */
  written(span: Span): string
}

/** Characters that definitions may add to a search. */
export const maxExpansion = 1_000_000

/** How deep definitions may call macros. */
export const maxMacroDepth = 50

interface Piece {
  readonly start: number
  readonly end: number
  readonly from: number
  readonly to: number
  /** Text of the original, whose places only move. */
  readonly isKept: boolean
}

/**
 * Replaces every call of a macro that is known: “The search macro is replaced by its definition.” Inside
 * quoted texts nothing is replaced: “Macros inside of quoted values are not expanded.” Calls of
 * macros that are not known stay where they are.
 */
export function expandMacros(text: string, options: SplOptions): ExpandedText {
  return new Expander(text, options).expand()
}

const plain = /(?:[^"`\\]|\\[\s\S])+|\\$/y
const quoted = /"(?:[^"\\]|\\[\s\S])*"?/y

class Expander {
  private readonly source: string
  private readonly options: SplOptions
  private readonly diagnostics: Diagnostic[] = []
  private readonly expansions: Expansion[] = []
  private readonly pieces: Piece[] = []
  private readonly out: string[] = []
  private length = 0
  private budget = maxExpansion
  private readonly told = new Set<string>()

  constructor(source: string, options: SplOptions) {
    this.source = source
    this.options = options
  }

  expand(): ExpandedText {
    for (const { text, kind, start, end } of tokensOf(this.source)) {
      const span = { start, end }
      if (kind === 'comment') this.add(' ', span, false)
      else if (kind === 'call') this.addCall(text, span)
      else this.add(text, span, true)
    }
    const { pieces, expansions, diagnostics, source } = this
    const text = this.out.join('')
    const toOriginal = ({ start, end }: Span): Span => {
      const first = findPiece(pieces, start)
      const last = findPiece(pieces, end > start ? end - 1 : start)
      if (first === undefined || last === undefined) return { start, end }
      const from = first.isKept ? first.from + (start - first.start) : first.from
      const to = last.isKept ? last.from + (end - last.start) : last.to
      return { start: from, end: Math.max(from, end > start ? to : from) }
    }
    const written = (span: Span): string => {
      const piece = findPiece(pieces, span.start)
      const isInside = piece !== undefined && !piece.isKept && span.end <= piece.end
      if (isInside) return text.slice(span.start, span.end)
      const { start, end } = toOriginal(span)
      return source.slice(start, end)
    }
    return { text, expansions, diagnostics, toOriginal, written }
  }

  private addCall(text: string, span: Span): void {
    const replaced = this.replace(text.slice(1, -1), span, [])
    if (replaced === undefined) {
      this.add(text, span, true)
      return
    }
    const start = this.length
    this.add(replaced, span, false)
    this.expansions.push({ call: text.slice(1, -1).trim(), span: { start, end: this.length } })
  }

  /** What stands in place of a call; `undefined` if the call stays. */
  private replace(inner: string, span: Span, outer: readonly string[]): string | undefined {
    const call = parseMacroCall(inner)
    if (call === undefined) return undefined
    const { name, arguments: given } = call
    const arity = given.length
    const macro = this.options.findMacro?.(name, arity) ?? findKnownMacro(name, arity)
    if (macro === undefined) return undefined
    const key = `${name}(${arity})`
    if (outer.includes(key)) {
      return this.fail('spl/macro-recursion', span, `the macro “${name}” calls itself`)
    }
    if (outer.length >= maxMacroDepth) {
      const message = `macros call one another more than ${maxMacroDepth} deep`
      return this.fail('spl/macro-limit', span, message)
    }
    const definition = fillMacro(macro, given)
    this.budget -= definition.length + 1
    if (this.budget < 0) {
      const message = `macros add more than ${maxExpansion} characters to the search`
      return this.fail('spl/macro-limit', span, message)
    }
    const inside: string[] = []
    for (const token of tokensOf(definition)) {
      if (token.kind === 'comment') inside.push(' ')
      else if (token.kind === 'text') inside.push(token.text)
      else inside.push(this.replace(token.text.slice(1, -1), span, [...outer, key]) ?? token.text)
    }
    return inside.join('')
  }

  private add(text: string, { start: from, end: to }: Span, isKept: boolean): void {
    if (text === '') return
    const start = this.length
    this.pieces.push({ start, end: start + text.length, from, to, isKept })
    this.out.push(text)
    this.length += text.length
  }

  /** Tells a problem once at each place; that there is too much is told once. */
  private fail(code: Diagnostic['code'], span: Span, message: string): undefined {
    const key = code === 'spl/macro-limit' ? code : `${code} ${span.start}`
    if (!this.told.has(key)) this.diagnostics.push(diagnostic(code, span, message))
    this.told.add(key)
    return undefined
  }
}

interface Token {
  readonly kind: 'text' | 'call' | 'comment'
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Calls and comments (“three backticks before and after”), and everything between them. */
function* tokensOf(text: string): Iterable<Token> {
  let at = 0
  const until = (kind: Token['kind'], end: number): Token => {
    const start = at
    at = end
    return { kind, text: text.slice(start, end), start, end }
  }
  // Where none stands any more, it is not looked for again.
  let isClosed = false
  while (at < text.length) {
    const sticky = text[at] === '"' ? quoted : plain
    sticky.lastIndex = at
    const [found] = sticky.exec(text) ?? []
    if (found !== undefined) {
      yield until('text', at + found.length)
    } else if (text.startsWith('```', at)) {
      const end: number = text.indexOf('```', at + 3)
      yield until('comment', end < 0 ? text.length : end + 3)
    } else {
      const end: number = isClosed ? -1 : text.indexOf('`', at + 1)
      isClosed ||= end < 0
      yield end < 0 ? until('text', at + 1) : until('call', end + 1)
    }
  }
}

function findPiece(pieces: readonly Piece[], offset: number): Piece | undefined {
  let low = 0
  let high = pieces.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((pieces[middle]?.start ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return pieces[low]
}
