import type { Span } from '../../../base/index.ts'
import type { PyToken, PyTokenKind } from './lexer.ts'

/** A place in a list of tokens, which ends with a token of the kind `end`. */
export class TokenReader {
  private readonly tokens: readonly PyToken[]
  /** How deeply the expression that is being read is nested. */
  depth = 0
  private index = 0

  constructor(tokens: readonly PyToken[]) {
    this.tokens = tokens
  }

  get position(): number {
    return this.index
  }

  get current(): PyToken {
    return this.tokens[this.index] ?? endToken
  }

  isAtEnd(): boolean {
    return this.current.kind === 'end'
  }

  isAt(kind: PyTokenKind): boolean {
    return this.current.kind === kind
  }

  isAtOperator(text: string): boolean {
    return this.current.kind === 'operator' && this.current.text === text
  }

  isAtWord(text: string): boolean {
    return this.current.kind === 'name' && this.current.text === text
  }

  advance(): void {
    if (!this.isAtEnd()) this.index++
  }

  takeKind(kind: PyTokenKind): boolean {
    return this.takeIf(this.isAt(kind))
  }

  takeOperator(text: string): boolean {
    return this.takeIf(this.isAtOperator(text))
  }

  takeWord(text: string): boolean {
    return this.takeIf(this.isAtWord(text))
  }

  /** From a position to the end of the last token that was taken. */
  spanSince(position: number): Span {
    const start = this.tokens[position]?.span.start ?? 0
    let last = this.index - 1
    while (last > position && isInvisible(this.tokens[last])) last--
    return { start, end: Math.max(start, this.tokens[last]?.span.end ?? start) }
  }

  private takeIf(holds: boolean): boolean {
    if (holds) this.advance()
    return holds
  }
}

const endToken: PyToken = { kind: 'end', text: '', span: { start: 0, end: 0 } }

function isInvisible(token: PyToken | undefined): boolean {
  return token === undefined || ['newline', 'indent', 'dedent', 'end'].includes(token.kind)
}
