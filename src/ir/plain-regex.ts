import type { Regex, TextOperator } from './expression.ts'

/** A text that a regular expression looks for, and where in the value. */
export interface PlainText {
  readonly operator: Extract<TextOperator, 'equals' | 'contains' | 'starts_with' | 'ends_with'>
  readonly text: string
}

/** Texts that one expression is written out into, at the most. */
const maxTexts = 64

/** Groups inside one another. */
const maxDepth = 20

/**
 * The texts of a regular expression that looks for nothing but texts: `\\(a|b)\.exe$` asks for a value
 * that ends with `\a.exe` or `\b.exe`. What it matches is exactly what any of the tests holds for, so
 * that a rule’s indicators are the same however it writes them. `undefined` if it has anything else in it.
 *
 * Runs of any character at its ends say nothing and are left out, unless they stand at an anchor, where
 * a line break in the value would tell them apart from nothing. `ignoreCase` is to be kept by the caller.
 */
export function findPlainTexts({
  source,
  anchored,
  multiline,
}: Regex): readonly PlainText[] | undefined {
  if (anchored || multiline) return undefined
  const reader = new PlainReader(source)
  const branches = reader.readBranches('')
  if (branches === undefined || !reader.isOver) return undefined
  const texts = branches.flatMap(toPlainTexts)
  return texts.length > maxTexts ? undefined : texts
}

/** The texts of one branch, with what stands at its ends. */
interface Branch {
  readonly texts: readonly string[]
  readonly start: End
  readonly end: End
}

/** `^` or `$`, `.*`, or nothing. */
type End = 'anchor' | 'run' | 'open'

function toPlainTexts({ texts, start, end }: Branch): readonly PlainText[] {
  const starts = start === 'anchor'
  const ends = end === 'anchor'
  const operator = starts ? (ends ? 'equals' : 'starts_with') : ends ? 'ends_with' : 'contains'
  return texts.map(text => ({ operator, text }))
}

class PlainReader {
  readonly #source: string
  #at = 0
  #depth = 0

  constructor(source: string) {
    this.#source = source
  }

  get isOver(): boolean {
    return this.#at >= this.#source.length
  }

  /** Alternatives up to `close`: at the top to the end, in a group to its bracket. */
  readBranches(close: '' | ')'): readonly Branch[] | undefined {
    const branches: Branch[] = []
    do {
      const branch = this.#readBranch(close)
      if (branch === undefined) return undefined
      branches.push(branch)
    } while (this.#take('|'))
    return branches
  }

  #readBranch(close: '' | ')'): Branch | undefined {
    const isTop = close === ''
    const start = !isTop ? 'open' : this.#take('^') ? 'anchor' : this.#takeRuns() ? 'run' : 'open'
    if (start === 'anchor' && this.#source.startsWith('.', this.#at)) return undefined
    let texts: readonly string[] = ['']
    for (;;) {
      const next = this.#source[this.#at]
      if (next === undefined || next === '|' || (next === ')' && !isTop)) {
        return { texts, start, end: 'open' }
      }
      if (isTop && next === '$') {
        this.#at++
        const isLast = this.isOver || this.#source[this.#at] === '|'
        return isLast ? { texts, start, end: 'anchor' } : undefined
      }
      if (isTop && this.#takeRuns()) {
        const isLast = this.isOver || this.#source[this.#at] === '|'
        return isLast ? { texts, start, end: 'run' } : undefined
      }
      const part = next === '(' ? this.#readGroup() : this.#readCharacter()
      if (part === undefined) return undefined
      const choices = this.#readQuantifier(part)
      if (choices === undefined || choices.length * texts.length > maxTexts) return undefined
      texts = texts.flatMap(text => choices.map(choice => text + choice))
    }
  }

  /** `(a|b)`, `(?:a|b)` */
  #readGroup(): readonly string[] | undefined {
    this.#at++
    if (!this.#take('?:') && this.#source[this.#at] === '?') return undefined
    if (this.#depth >= maxDepth) return undefined
    this.#depth++
    const branches = this.readBranches(')')
    this.#depth--
    return branches !== undefined && this.#take(')') ? branches.flatMap(b => b.texts) : undefined
  }

  #readCharacter(): readonly string[] | undefined {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0)
    if (character === '\\') {
      const escaped = this.#source[this.#at + 1] ?? ''
      // A letter or a digit behind a backslash is a class, an anchor or the like.
      if (!/^[!-/:-@[-`{-~ ]$/.test(escaped)) return undefined
      this.#at += 2
      return [escaped]
    }
    if (/[.[{}*+?^$()|]/.test(character)) return undefined
    this.#at += character.length
    return [character]
  }

  /** `?` makes what stands before it optional; other repetition has no plain text. */
  #readQuantifier(part: readonly string[]): readonly string[] | undefined {
    const next = this.#source[this.#at]
    if (next !== '?' && next !== '*' && next !== '+' && next !== '{') return part
    if (next !== '?' || /[?+]/.test(this.#source[this.#at + 1] ?? '')) return undefined
    this.#at++
    return [...part, '']
  }

  /** `.*`, any number of times. */
  #takeRuns(): boolean {
    const before = this.#at
    while (this.#take('.*')) this.#take('?')
    return this.#at > before
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false
    this.#at += text.length
    return true
  }
}
