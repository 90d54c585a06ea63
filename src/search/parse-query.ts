import { findNearest, joinSpans, type Span } from '../base/index.ts'
import {
  allOf,
  anyOf,
  noneOf,
  type ParsedQuery,
  type Query,
  type QueryProblem,
  type QueryValue,
} from './query.ts'
import {
  type FieldName,
  findQueryField,
  otherFieldNames,
  type QueryFieldInfo,
  queryFields,
} from './query-fields.ts'
import { readBare, readQuoted, spaceAt, type TermEnd } from './query-lexer.ts'
import { checkValue } from './query-value.ts'

/** What bounds a query; past it the rest is left out and a problem says so. */
export const queryLimits: {
  readonly characters: number
  readonly terms: number
  readonly depth: number
} = { characters: 2000, terms: 50, depth: 20 }

/**
 * Reads a query of the search line. Never throws; what cannot be read is a problem, and the rest still counts.
 *
 *     query    any text: words, "phrases", field:value, field:"a phrase", field:a,b, field:>=a
 *     and      terms that stand side by side; `AND` may stand between them
 *     or       `OR`, which binds weaker
 *     not      `-` before a term, or `NOT`
 *     brackets ( … )
 *
 * @example parseQuery('vendor:sigma level:>=high -status:deprecated frpc.exe')
 */
export function parseQuery(text: string): ParsedQuery {
  const parser = new QueryParser(text.slice(0, queryLimits.characters))
  const query = parser.readAll()
  if (text.length > queryLimits.characters) {
    parser.problems.push({
      severity: 'error',
      message: `a query has ${queryLimits.characters} characters at most: the rest is left out`,
      start: queryLimits.characters,
      end: text.length,
    })
  }
  return { query, problems: parser.problems.toSorted((a, b) => a.start - b.start) }
}

type Keyword = 'OR' | 'AND' | 'NOT'

class QueryParser {
  readonly problems: QueryProblem[] = []
  readonly #text: string
  #at = 0
  #terms = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  readAll(): Query {
    return this.#readOr() ?? { kind: 'and', operands: [] }
  }

  /** `undefined` where nothing is left of it. */
  #readOr(): Query | undefined {
    const operands: Query[] = []
    let isMissing = true
    let or: Span | undefined
    for (;;) {
      const start = this.#at
      const operand = this.#readAnd()
      if (operand !== undefined) operands.push(operand)
      isMissing = this.#text.slice(start, this.#at).trim() === ''
      if (isMissing && or !== undefined) this.#reportLoneOr(or)
      const next = this.#readKeyword('OR')
      if (next === undefined) break
      if (isMissing && or === undefined) this.#reportLoneOr(next)
      or = next
    }
    return operands.length === 0 ? undefined : anyOf(operands)
  }

  #reportLoneOr(span: Span): void {
    this.#report(span, '“OR” needs a term on both sides', 'in quotes, "OR" is a word')
  }

  #readAnd(): Query | undefined {
    const operands: Query[] = []
    for (;;) {
      if (this.#isAtEnd()) break
      if (this.#readKeyword('AND') !== undefined) continue
      if (this.#terms >= queryLimits.terms) {
        this.#stop(`a query has ${queryLimits.terms} terms at most`)
        break
      }
      const operand = this.#readUnary()
      if (operand !== undefined) operands.push(operand)
    }
    return operands.length === 0 ? undefined : allOf(operands)
  }

  /** Whether a conjunction ends here: at `OR`, at the bracket that closes it, at the end. */
  #isAtEnd(): boolean {
    this.#skipSpace()
    const isText = this.#at < this.#text.length && this.#text[this.#at] !== ')'
    return !isText || this.#peekKeyword() === 'OR'
  }

  #readUnary(): Query | undefined {
    const start = this.#at
    let isNegated = false
    for (;;) {
      if (this.#isMinus()) this.#at++
      else if (this.#readKeyword('NOT') === undefined) break
      isNegated = !isNegated
      this.#skipSpace()
    }
    const isMissing = this.#isAtEnd() || this.#peekKeyword() !== undefined
    if (isMissing && start < this.#at) {
      this.#report({ start, end: this.#at }, 'a negation needs a term after it')
      return undefined
    }
    const operand = this.#readTerm()
    return operand !== undefined && isNegated ? noneOf(operand) : operand
  }

  /** One dash before a term negates it; two, or one that stands alone, are text. */
  #isMinus(): boolean {
    const next = this.#text[this.#at + 1]
    if (this.#text[this.#at] !== '-' || next === undefined) return false
    return next !== '-' && !spaceAt.test(next) && !(next === ')' && this.#depth > 0)
  }

  #readTerm(): Query | undefined {
    this.#terms++
    const character = this.#text[this.#at]
    if (character === '(') return this.#readBracketed()
    if (character === '"') {
      const { text, span } = this.#readPhrase(false)
      if (text.trim() !== '') return { kind: 'text', text, isQuoted: true, span }
      this.#report(span, 'there is nothing between the quotes')
      return undefined
    }
    const [, name] = /^([a-z]+):/i.exec(this.#text.slice(this.#at, this.#at + 20)) ?? []
    if (name === undefined) return this.#readWord()
    const field = findQueryField(name)
    return field === undefined ? this.#readUnknownField(name) : this.#readField(field, name)
  }

  #readWord(): Query {
    const { text, span } = readBare(this.#text, this.#at, this.#termEnd(false))
    this.#at = span.end
    return { kind: 'text', text, isQuoted: false, span }
  }

  #readBracketed(): Query | undefined {
    const open = this.#spanHere(1)
    if (this.#depth >= queryLimits.depth) {
      this.#stop(`brackets stand in one another ${queryLimits.depth} deep at most`)
      return undefined
    }
    this.#at++
    this.#depth++
    const before = this.problems.length
    const inner = this.#readOr()
    this.#depth--
    if (this.#text[this.#at] === ')') this.#at++
    else if (this.#at >= this.#text.length) {
      this.#report(open, 'the bracket is not closed', 'in quotes, a bracket is text')
    }
    if (inner === undefined) {
      if (this.problems.length === before) {
        this.#report({ start: open.start, end: this.#at }, 'there is nothing between the brackets')
      }
      return undefined
    }
    // Brackets around one word say which test or event it belongs to: to none beside it.
    return inner.kind === 'field' && groupedFields.has(inner.field)
      ? { kind: 'and', operands: [inner] }
      : inner
  }

  #readField(field: FieldName, name: string): Query | undefined {
    const info = queryFields[field]
    const start = this.#at
    this.#at += name.length + 1
    const values: QueryValue[] = []
    for (;;) {
      const value = this.#readValue(info)
      if (value !== undefined) values.push(value)
      if (info.takes === 'part' || this.#text[this.#at] !== ',') break
      this.#at++
    }
    const span = { start, end: this.#at }
    return values.length === 0 ? undefined : { kind: 'field', field, values, span }
  }

  #readValue(info: QueryFieldInfo): QueryValue | undefined {
    const isListed = info.takes !== 'part'
    const start = this.#at
    const comparison = info.isOrdered ? /^[<>]=?/.exec(this.#text.slice(start, start + 2))?.[0] : ''
    this.#at += comparison?.length ?? 0
    const isQuoted = this.#text[this.#at] === '"'
    const { text } = isQuoted
      ? this.#readPhrase(isListed)
      : readBare(this.#text, this.#at, this.#termEnd(isListed))
    if (!isQuoted) this.#at += text.length
    const span = { start, end: this.#at }
    if (text.trim() === '') {
      const isSpaced = !isQuoted && spaceAt.test(this.#text[this.#at] ?? '')
      const help = `such as ${info.example}${isSpaced ? ', without a space' : ''}`
      const place = span.start === span.end ? { start: span.start - 1, end: span.end } : span
      this.#report(place, `“${info.name}” has no value here`, help)
      return undefined
    }
    const value: QueryValue = {
      text,
      isQuoted,
      ...(comparison ? { comparison: comparison as NonNullable<QueryValue['comparison']> } : {}),
      span,
    }
    const problem = checkValue(info, value)
    if (problem === undefined) return value
    this.#report(span, problem.message, problem.help)
    return undefined
  }

  /**
   * A word and a colon that are no field: a slip where a field is near, else text.
   *
   *     vender:sigma → did you mean “vendor:”?
   *     C:\Windows   → text
   */
  #readUnknownField(name: string): Query | undefined {
    const start = this.#at
    const near = findMeantField(name)
    const end = start + name.length + 1
    if (near === undefined && this.#text[end] !== '"') {
      const word = this.#readWord()
      const isPath = /[\\/:]/.test(this.#text[end] ?? '\\') || name.length < 2
      if (!isPath && word.kind === 'text' && word.span.end > end) {
        this.problems.push({
          severity: 'note',
          message: `“${name}” is no field: the whole of “${word.text}” is searched for as text`,
          start,
          end: word.span.end,
        })
      }
      return word
    }
    this.#at = end
    if (this.#text[end] === '"') this.#readPhrase(true)
    else this.#at = readBare(this.#text, end, this.#termEnd(false)).span.end
    this.#report(
      { start, end },
      `“${name}” is no field`,
      near === undefined
        ? `put quotes around the whole to search for it as text`
        : `did you mean “${near}:”?`,
    )
    return undefined
  }

  #readPhrase(isListed: boolean): { readonly text: string; readonly span: Span } {
    const { text, span, isClosed } = readQuoted(this.#text, this.#at, this.#termEnd(isListed))
    if (!isClosed) {
      const help = 'a closing quote stands before a space, a bracket or the end'
      this.#report({ start: span.start, end: span.start + 1 }, 'the quote is not closed', help)
    }
    this.#at = span.end
    return { text, span }
  }

  #termEnd(isListed: boolean): TermEnd {
    return { isBracketed: this.#depth > 0, isListed }
  }

  /** Skips a bracket that closes nothing, too. */
  #skipSpace(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text.charAt(this.#at)
      if (character === ')' && this.#depth === 0) {
        this.#report(this.#spanHere(1), 'no bracket is open', 'in quotes, a bracket is text')
      } else if (!spaceAt.test(character)) return
    }
  }

  #peekKeyword(): Keyword | undefined {
    const found = /^(OR|AND|NOT)(?=$|[\s()])/.exec(this.#text.slice(this.#at, this.#at + 4))
    return found?.[1] as Keyword | undefined
  }

  #readKeyword(keyword: Keyword): Span | undefined {
    this.#skipSpace()
    if (this.#peekKeyword() !== keyword) return undefined
    const span = this.#spanHere(keyword.length)
    this.#at = span.end
    return span
  }

  #spanHere(length: number): Span {
    return { start: this.#at, end: this.#at + length }
  }

  #report(span: Span, message: string, help?: string): void {
    const { start, end } = span
    this.problems.push({
      severity: 'error',
      message,
      start,
      end,
      ...(help === undefined ? {} : { help }),
    })
  }

  /** Leaves out the rest of the query. */
  #stop(why: string): void {
    this.#report(
      joinSpans(this.#spanHere(0), { start: this.#at, end: this.#text.length }),
      `${why}: the rest is left out`,
    )
    this.#at = this.#text.length
  }
}

/** Terms that speak of one test, or of one event, where they stand together. */
const groupedFields: ReadonlySet<FieldName> = new Set([
  'field',
  'op',
  'value',
  'excludes',
  'event',
  'provider',
])

function findMeantField(name: string): FieldName | undefined {
  const lower = name.toLowerCase()
  if (Object.hasOwn(otherFieldNames, lower)) return otherFieldNames[lower]
  if (lower.length < 3) return undefined
  const near = findNearest(lower, Object.keys(queryFields))
  return near === undefined ? undefined : findQueryField(near)
}
