import type { Diagnostic, Parsed } from '../../base/index.ts'
import { ConditionParser } from './condition-parser.ts'
import { tokensOf } from './lexer.ts'
import { ProblemList } from './problem-list.ts'
import type {
  EqlSyntax,
  ErrorQuery,
  EventQuery,
  Expression,
  JoinQuery,
  MaxSpan,
  Pipe,
  Query,
  Runs,
  SampleQuery,
  SequenceQuery,
  Step,
} from './syntax.ts'

/**
 * Reads a query. Never throws and never stops at the first problem: what cannot be read becomes an
 * `error` node, and reading goes on behind it. Takes time linear in the text.
 */
export function parseEqlSyntax(text: string): Parsed<EqlSyntax> {
  const problems = new ProblemList()
  const report = (found: Diagnostic): void => problems.add(found)
  const tokens = tokensOf(text, report)
  const value = new QueryParser(text, tokens, report).parse()
  return { value, diagnostics: problems.all() }
}

class QueryParser extends ConditionParser {
  parse(): EqlSyntax {
    const query = this.#parseQuery()
    const pipes: Pipe[] = []
    while (this.takeSign('|') !== undefined) pipes.push(this.#parsePipe())
    return { query, pipes, span: { start: 0, end: this.text.length } }
  }

  #parseQuery(): Query {
    const start = this.peek.span.start
    if (this.takeWord('sequence') !== undefined) return this.#parseSequence(start)
    if (this.takeWord('sample') !== undefined) return this.#parseSample(start)
    if (this.takeWord('join') !== undefined) return this.#parseJoin(start)
    return this.parseEvent('top')
  }

  /** `by` and `with maxspan` stand in this order; the other one is read too. */
  #parseSequence(start: number): SequenceQuery {
    let by = this.#parseKeys()
    const maxSpan = this.#parseMaxSpan()
    if (by.length === 0) {
      const { span } = this.peek
      by = this.#parseKeys()
      if (by.length > 0) {
        this.reportOther(span, 'Elasticsearch takes “by” before “with” only', 'write “by” first')
      }
    }
    const { steps, until } = this.#parseSteps()
    return { kind: 'sequence', by, maxSpan, steps, until, span: this.spanFrom(start) }
  }

  #parseSample(start: number): SampleQuery {
    const by = this.#parseKeys()
    const { steps, until } = this.#parseSteps()
    if (until !== undefined) {
      this.fail(until.span, 'a sample has no “until”', 'only sequences expire')
    }
    const all = until === undefined ? steps : [...steps, toError(until, this.text)]
    return { kind: 'sample', by, steps: all, span: this.spanFrom(start) }
  }

  #parseJoin(start: number): JoinQuery {
    const by = this.#parseKeys()
    const { steps, until } = this.#parseSteps()
    return { kind: 'join', by, steps, until, span: this.spanFrom(start) }
  }

  #parseKeys(): readonly Expression[] {
    if (this.takeWord('by') === undefined) return []
    const keys = [this.parseOperand()]
    while (this.takeSign(',') !== undefined) keys.push(this.parseOperand())
    return keys
  }

  /** `with maxspan=15m` */
  #parseMaxSpan(): MaxSpan | undefined {
    const start = this.peek.span.start
    if (this.takeWord('with') === undefined) return undefined
    const found = this.#parseSetting('maxspan')
    if (found === undefined) return { number: '', unit: '', span: this.spanFrom(start) }
    const unit = this.peek.kind === 'word' && !this.isKeyword() ? this.take().text : ''
    return { number: found.number, unit, span: this.spanFrom(found.span.start) }
  }

  /** `with runs=3` */
  #parseRuns(): Runs | undefined {
    const start = this.peek.span.start
    if (this.takeWord('with') === undefined) return undefined
    return this.#parseSetting('runs') ?? { number: '', span: this.spanFrom(start) }
  }

  /** A name, `=` and a number, of which the last is given; `with` has been read. */
  #parseSetting(name: string): Runs | undefined {
    if (this.takeWord(name) === undefined) {
      this.failHere(`“with” is followed by “${name}=”`)
      this.skipTo(isStepEdge)
      return undefined
    }
    if (this.takeSign('=') === undefined) this.failHere('“=” is missing')
    const { kind, text, span } = this.peek
    if (kind !== 'number') {
      this.failHere('a number is missing')
      this.skipTo(isStepEdge)
      return undefined
    }
    this.take()
    return { number: text, span }
  }

  #parseSteps(): { readonly steps: readonly Step[]; readonly until: Step | undefined } {
    const steps: Step[] = []
    let until: Step | undefined
    for (;;) {
      if (this.isSign('[') || this.isSign('![')) steps.push(this.#parseStep())
      else if (until === undefined && this.takeWord('until') !== undefined) {
        until = this.#parseUntil()
      } else if (this.isSign('|') || this.isEnd) break
      else steps.push(this.#parseUnexpected())
    }
    if (steps.length === 0) this.failHere('the events are missing, each in brackets')
    return { steps, until }
  }

  #parseUntil(): Step {
    if (this.isSign('[')) return this.#parseStep()
    const { start } = this.peek.span
    this.failHere('the event is missing, in brackets')
    return this.#skipStep(start)
  }

  #parseStep(): Step {
    const start = this.peek.span.start
    const isMissing = this.take().text === '!['
    const event = this.parseBracketed(start)
    let by = this.#parseKeys()
    const runs = this.#parseRuns()
    if (by.length === 0) by = this.#parseKeys()
    return { isMissing, event, by, runs, span: this.spanFrom(start) }
  }

  /** What stands among the steps of a sequence and is none; a second `until`, too, which skipping would stop at. */
  #parseUnexpected(): Step {
    const { start } = this.peek.span
    this.failHere(`“${this.peekText}” is not expected here`)
    this.takeWord('until')
    return this.#skipStep(start)
  }

  #skipStep(start: number): Step {
    this.skipTo(isStepEdge)
    const span = this.spanFrom(start)
    return { isMissing: false, event: this.errorQuery(span), by: [], runs: undefined, span }
  }

  /** `head 10`, `unique process.name`; the bar has been read. */
  #parsePipe(): Pipe {
    const { kind, text, span } = this.peek
    const isName = kind === 'word'
    if (isName) this.take()
    else this.failHere('the name of a pipe is missing')
    const list: Expression[] = []
    if (!this.isSign('|') && !this.isEnd) {
      list.push(this.parseExpression())
      while (this.takeSign(',') !== undefined) list.push(this.parseExpression())
    }
    if (!this.isSign('|') && !this.isEnd) {
      const { start } = this.peek.span
      this.failHere(`“${this.peekText}” is not expected here`)
      this.skipTo(() => false)
      const rest = this.spanFrom(start)
      list.push({ kind: 'error', text: this.text.slice(rest.start, rest.end), span: rest })
    }
    const name = isName
      ? { text, span }
      : { text: '', span: { start: span.start, end: span.start } }
    return { name, arguments: list, span: this.spanFrom(span.start) }
  }
}

function isStepEdge(text: string): boolean {
  return text === '[' || text === '![' || text === 'until'
}

function toError(step: Step, source: string): Step {
  const { span } = step
  const event: ErrorQuery | EventQuery = {
    kind: 'error',
    text: source.slice(span.start, span.end),
    span,
  }
  return { isMissing: false, event, by: [], runs: undefined, span }
}
