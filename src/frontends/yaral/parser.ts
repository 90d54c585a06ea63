import { type Diagnostic, diagnostic, type Parsed } from '../../base/index.ts'
import { ExpressionParser } from './expression-parser.ts'
import { yaralTokensOf } from './lexer.ts'
import type {
  YaralAssignment,
  YaralEvents,
  YaralExpression,
  YaralFile,
  YaralMatch,
  YaralName,
  YaralPair,
  YaralPairs,
  YaralPivot,
  YaralRule,
  YaralSection,
  YaralWindow,
} from './syntax.ts'

/**
 * Reads a file of rules. Never throws and never stops at the first problem: what cannot be read becomes
 * an `error` node, and reading goes on behind it. Takes time linear in the text.
 */
export function parseYaralSyntax(text: string): Parsed<YaralFile> {
  const diagnostics: Diagnostic[] = []
  const report = (found: Diagnostic): void => {
    diagnostics.push(found)
  }
  const value = new FileParser(text, yaralTokensOf(text, report), report).parseFile()
  if (value.rules.length === 0) {
    const span = { start: 0, end: Math.min(1, text.length) }
    report(
      diagnostic('yaral/missing-rule', span, 'the file holds no rule', 'write “rule name { … }”'),
    )
  }
  return { value, diagnostics }
}

class FileParser extends ExpressionParser {
  parseFile(): YaralFile {
    const rules: YaralRule[] = []
    while (!this.isEnd) {
      if (this.#isRuleHead()) rules.push(this.#parseRule())
      else {
        this.failHere(`“${this.peekText}” stands outside a rule`)
        do this.take()
        while (!this.isEnd && !this.#isRuleHead())
      }
    }
    return { rules }
  }

  /** `rule` and a name behind it: what a text of a rule has nowhere else. */
  #isRuleHead(): boolean {
    return this.isWord('rule') && this.peekAt(1)?.kind === 'word'
  }

  #parseRule(): YaralRule {
    const { start } = this.take().span
    const { text, span } = this.take()
    if (!this.takeSign('{')) this.failHere('“{” is missing')
    const sections: YaralSection[] = []
    for (;;) {
      const { kind } = this.peek
      if (this.takeSign('}')) break
      if (kind === 'end' || this.#isRuleHead()) {
        this.failHere('the rule has no end', '“}” is missing')
        break
      }
      if (this.isSectionHead()) sections.push(this.#parseSection())
      else this.#skipStray()
    }
    return { name: { text, span }, sections, span: this.spanFrom(start) }
  }

  #skipStray(): void {
    this.failHere(`“${this.peekText}” is not expected here`)
    do this.take()
    while (!this.#isSectionOver())
  }

  #isSectionOver(): boolean {
    const { kind } = this.peek
    return kind === 'end' || this.isSign('}') || this.isSectionHead() || this.#isRuleHead()
  }

  #parseSection(): YaralSection {
    const { text, span } = this.take()
    const { start } = span
    this.take()
    const name = text.toLowerCase()
    switch (name) {
      case 'meta':
      case 'options':
        return this.#parsePairs(name, start)
      case 'events':
        return this.#parseEvents(start)
      case 'match':
        return this.#parseMatch(start)
      case 'outcome': {
        const assignments: YaralAssignment[] = []
        while (!this.#isSectionOver()) assignments.push(this.#parseAssignment())
        return { kind: 'outcome', assignments, span: this.spanFrom(start) }
      }
      case 'condition': {
        const condition = this.#parseWhole()
        return { kind: 'condition', condition, span: this.spanFrom(start) }
      }
      default: {
        const from = this.peek.span.start
        while (!this.#isSectionOver()) this.take()
        const { end } = this.spanFrom(start)
        const rest = this.text.slice(Math.min(from, end), end)
        const message = `rules have no section “${text}”`
        this.fail(span, message)
        return { kind: 'other', name: { text, span }, text: rest, span: { start, end } }
      }
    }
  }

  /** A single condition, behind which the section must be over. */
  #parseWhole(): YaralExpression {
    const { start } = this.peek.span
    const condition = this.parseExpression()
    if (this.#isSectionOver()) return condition
    if (condition.kind !== 'error') this.failHere(`“${this.peekText}” is not expected here`)
    while (!this.#isSectionOver()) this.take()
    return this.errorFrom(start)
  }

  #parsePairs(kind: 'meta' | 'options', start: number): YaralPairs {
    const pairs: YaralPair[] = []
    while (!this.#isSectionOver()) {
      const pair = this.#parsePair()
      if (pair !== undefined) pairs.push(pair)
    }
    return { kind, pairs, span: this.spanFrom(start) }
  }

  #parsePair(): YaralPair | undefined {
    const { kind, text, span } = this.peek
    const sign = this.peekAt(1)
    if (kind !== 'word' || sign?.kind !== 'sign' || sign.text !== '=') {
      this.failHere(`“${this.peekText}” is not expected here`, 'write key = "value"')
      this.#skipLine()
      return undefined
    }
    this.take()
    this.take()
    const value = this.parsePairValue()
    return { key: { text, span }, value, span: this.spanFrom(span.start) }
  }

  /** A text, a number, true or false; options also have spans of time. */
  private parsePairValue(): YaralExpression {
    const { kind, text, span } = this.peek
    if (kind === 'duration') {
      this.take()
      return { kind: 'text', value: text, isRaw: false, span }
    }
    return this.parseExpression()
  }

  #skipLine(): void {
    do this.take()
    while (!this.peek.startsLine && !this.#isSectionOver())
  }

  #parseEvents(start: number): YaralEvents {
    const conditions: YaralExpression[] = []
    while (!this.#isSectionOver()) {
      const before = this.peek
      conditions.push(this.parseExpression())
      // A bracket or a comma that belongs to nothing.
      if (this.peek === before || this.#isStray()) this.#skipStrayToken(conditions)
    }
    return { kind: 'events', conditions, span: this.spanFrom(start) }
  }

  #isStray(): boolean {
    const { kind, text } = this.peek
    return kind === 'sign' && [')', ']', ',', '{', ':'].includes(text)
  }

  #skipStrayToken(conditions: YaralExpression[]): void {
    const { start } = this.peek.span
    if (conditions.at(-1)?.kind !== 'error') {
      this.failHere(`“${this.peekText}” is not expected here`)
    }
    this.take()
    conditions.push(this.errorFrom(start))
  }

  #parseAssignment(): YaralAssignment {
    const { kind, text, span } = this.peek
    const sign = this.peekAt(1)
    if (kind !== 'variable' || sign?.kind !== 'sign' || sign.text !== '=') {
      this.failHere(`“${this.peekText}” is not expected here`, 'write $name = value')
      this.#skipLine()
      return {
        name: { text: '', span },
        value: this.errorFrom(span.start),
        span: this.spanFrom(span.start),
      }
    }
    this.take()
    this.take()
    let value = this.parseExpression()
    if (!this.#isSectionOver() && this.peek.kind !== 'variable') {
      if (value.kind !== 'error') this.failHere(`“${this.peekText}” is not expected here`)
      do this.take()
      while (!this.#isSectionOver() && !this.#isLineOfVariable())
      value = this.errorFrom(value.span.start)
    }
    return { name: { text, span }, value, span: this.spanFrom(span.start) }
  }

  #isLineOfVariable(): boolean {
    return this.peek.startsLine && this.peek.kind === 'variable'
  }

  #parseMatch(start: number): YaralMatch {
    const keys: YaralExpression[] = []
    if (!this.isWord('over') && !this.isWord('by')) {
      do keys.push(this.parseExpression())
      while (this.takeSign(','))
    }
    const window = this.#parseWindow()
    if (this.#isSectionOver()) {
      return { kind: 'match', keys, window, rest: undefined, span: this.spanFrom(start) }
    }
    const from = this.peek.span.start
    if (keys.at(-1)?.kind !== 'error') this.failHere(`“${this.peekText}” is not expected here`)
    while (!this.#isSectionOver()) this.take()
    const rest = this.errorFrom(from)
    return { kind: 'match', keys, window, rest, span: this.spanFrom(start) }
  }

  #parseWindow(): YaralWindow | undefined {
    const { start } = this.peek.span
    const kind = this.isWord('over') ? 'over' : this.isWord('by') ? 'by' : undefined
    if (kind === undefined) return undefined
    const next = this.peekAt(1)
    const isEvery = next?.kind === 'word' && next.text.toLowerCase() === 'every'
    const size = isEvery ? this.peekAt(2) : next
    if (size?.kind !== 'duration' && size?.kind !== 'word') return undefined
    this.take()
    this.take()
    if (isEvery) this.take()
    const pivot = this.#parsePivot()
    const { text, span } = size
    return { kind, isEvery, size: { text, span }, pivot, span: this.spanFrom(start) }
  }

  #parsePivot(): YaralPivot | undefined {
    const side = this.isWord('after') ? 'after' : this.isWord('before') ? 'before' : undefined
    const next = this.peekAt(1)
    if (side === undefined || next?.kind !== 'variable') return undefined
    this.take()
    const { text, span } = this.take()
    const variable: YaralName = { text, span }
    return { side, variable }
  }
}
