import {
  assertNever,
  type Diagnostic,
  type DiagnosticCode,
  diagnostic,
  type Span,
} from '../../base/index.ts'
import {
  and,
  anyField,
  compileRegex,
  type DeriveStage,
  type Expression,
  findLiteralText,
  literal,
  not,
  or,
  type Pattern,
  pattern,
  type Regex,
  type TestFrame,
  toTermTest,
  toTextTest,
} from '../../ir/index.ts'
import {
  type ElasticBound,
  type ElasticProblem,
  isAnalysedField,
  toElasticEquals,
  toElasticRange,
} from '../../knowledge/index.ts'
import { allowedEdits } from './fuzziness.ts'
import { occurrencesOf } from './occurrence.ts'
import type {
  LuceneBound,
  LuceneField,
  LuceneNode,
  LucenePhrase,
  LuceneQuery,
  LuceneRange,
  LuceneRegex,
  LuceneTerm,
  LuceneWords,
} from './syntax.ts'

/** The meaning of a query: its condition, and what is computed of its fields. */
export interface LoweredLucene {
  readonly expression: Expression
  /** Distances, terms, and fields named by a pattern: what no test of one field says. */
  readonly derived: readonly DeriveStage[]
}

/** The meaning of a syntax tree; `text` is what it was read from. */
export function lowerLucene(
  query: LuceneQuery,
  text: string,
  diagnostics: Diagnostic[],
): LoweredLucene {
  const lowering = new LuceneLowering(text, diagnostics)
  const expression = lowering.lower(query, undefined)
  return { expression, derived: [...lowering.derived.values()] }
}

/** Field names that ask for something else than a field’s value. */
const existsField = '_exists_'

class LuceneLowering {
  readonly derived = new Map<string, DeriveStage>()
  private readonly text: string
  private readonly diagnostics: Diagnostic[]
  private nextList = 0

  constructor(text: string, diagnostics: Diagnostic[]) {
    this.text = text
    this.diagnostics = diagnostics
  }

  /** `field` is that of the group that the query stands in. */
  lower(query: LuceneQuery, field: LuceneField | undefined): Expression {
    const occurrences = occurrencesOf(query.clauses)
    const isRequired = occurrences.includes('must')
    this.warnOfOperators(query, occurrences)
    // Values of the group’s field are one list; a clause with a field of its own is another’s.
    const lists = { must: this.nextList++, should: this.nextList++, must_not: this.nextList++ }
    const lowered = query.clauses.map((clause, i) => {
      const occurrence = occurrences[i] ?? 'should'
      const list = clause.field === undefined ? lists[occurrence] : this.nextList++
      return { occurrence, expression: this.lowerNode(clause.node, clause.field ?? field, list) }
    })
    const optional = lowered.filter(({ occurrence }) => occurrence === 'should')
    const operands: Expression[] = []
    for (const { occurrence, expression } of lowered) {
      if (occurrence === 'must') operands.push(expression)
      else if (occurrence === 'must_not') operands.push(not(expression))
      else if (!isRequired && expression === optional[0]?.expression) {
        operands.push(or(optional.map(one => one.expression)))
      }
    }
    return and(operands)
  }

  private warnOfOperators(
    { clauses, span }: LuceneQuery,
    occurrences: ReturnType<typeof occurrencesOf>,
  ): void {
    const conjunctions = new Set(clauses.map(({ conjunction }) => conjunction))
    if (conjunctions.has('AND') && conjunctions.has('OR')) {
      const message =
        'neither AND nor OR binds more tightly: AND makes both its neighbours required'
      this.report('lucene/mixed-operators', span, message, 'put brackets around one of them')
    }
    if (!occurrences.includes('must')) return
    clauses.forEach((clause, i) => {
      if (occurrences[i] !== 'should') return
      const message = 'this changes nothing, since other clauses beside it are required'
      this.report('lucene/optional-clause', clause.span, message)
    })
  }

  private lowerNode(node: LuceneNode, field: LuceneField | undefined, list: number): Expression {
    if (node.kind === 'group') return this.lower(node.query, field)
    if (node.kind === 'missing') return this.opaque('lucene/syntax', node.span)
    if (field?.name === existsField) return this.lowerExists(node, list)
    const frame = this.frame(field, node.span, list)
    switch (node.kind) {
      case 'term':
        return this.lowerTerm(node, frame)
      case 'words':
        return this.lowerWords(node, frame)
      case 'phrase':
        return this.lowerPhrase(node, frame)
      case 'regex':
        return this.lowerRegex(node, frame)
      case 'range':
        return this.lowerRange(node, frame)
      default:
        return assertNever(node)
    }
  }

  /** “where the field title has any non-null value: `_exists_:title`” */
  private lowerExists(node: Exclude<LuceneNode, { kind: 'group' }>, list: number): Expression {
    const name = this.text.slice(node.span.start, node.span.end)
    const text =
      node.kind === 'phrase'
        ? node.text
        : node.kind === 'term'
          ? (findLiteralText(node.tokens) ?? name)
          : name
    const frame = this.frame({ name: text, span: node.span }, node.span, list)
    return this.lowerPresence(frame)
  }

  private lowerPresence(frame: TestFrame): Expression {
    if (frame.field === anyField) return and([])
    return { kind: 'test', ...frame, cased: false, operator: 'exists', value: true }
  }

  private lowerTerm({ tokens, fuzziness, span }: LuceneTerm, frame: TestFrame): Expression {
    const text = findLiteralText(tokens)
    if (tokens.length === 1 && tokens[0]?.kind === 'any_run') return this.lowerPresence(frame)
    if (text === undefined) {
      return isAnalysed(frame.field) ? this.lowerTerms([tokens], frame) : toTextTest(tokens, frame)
    }
    const comparison = /^([<>])(=?)(.+)$/s.exec(text)
    if (comparison !== null) {
      // “Ranges with one side unbounded can use the following syntax: age:>10”
      const bound = { text: comparison[3] ?? '', isInclusive: comparison[2] === '=' }
      const isLower = comparison[1] === '>'
      return this.lowerBounds(isLower ? bound : undefined, isLower ? undefined : bound, frame)
    }
    if (fuzziness !== undefined) {
      const edits = allowedEdits(text, fuzziness)
      if (edits > 0) {
        const name = `${nameOf(frame)} ~ ${text}`
        const meaning = `the edit distance of ${nameOf(frame)} from “${text}”`
        const distance = this.compute(name, meaning, frame)
        return { kind: 'test', ...distance, operator: 'lte', value: edits }
      }
    }
    if (isAnalysed(frame.field)) return this.lowerTerms([tokens], frame)
    return this.told(toElasticEquals(text, false, frame), span)
  }

  /** “If the field is a keyword field the analyzer will create a single term new york city.” */
  private lowerWords({ words, span }: LuceneWords, frame: TestFrame): Expression {
    for (const word of words) {
      if (!/^(?:and|or|not)$/i.test(word.text)) continue
      const message = `“${word.text}” is a word to look for, and no operator`
      this.report('lucene/lowercase-operator', word.span, message, 'operators are in capitals')
    }
    if (isAnalysed(frame.field)) {
      return this.lowerTerms(
        words.map(({ text }) => [literal(text)]),
        frame,
      )
    }
    return this.told(toElasticEquals(words.map(({ text }) => text).join(' '), true, frame), span)
  }

  private lowerPhrase({ text, slop, span }: LucenePhrase, frame: TestFrame): Expression {
    if (!isAnalysed(frame.field)) return this.told(toElasticEquals(text, true, frame), span)
    if (slop === undefined || slop === 0 || !/\S\s+\S/.test(text)) {
      return this.lowerTerms([pattern([literal(text)])], frame)
    }
    const name = `${nameOf(frame)} ~ "${text}"`
    const meaning = `how far the words “${text}” stand apart in ${nameOf(frame)}`
    return { kind: 'test', ...this.compute(name, meaning, frame), operator: 'lte', value: slop }
  }

  /** “Lucene’s patterns are always anchored”: to the whole value, or of analysed text to a term. */
  private lowerRegex({ source, span }: LuceneRegex, frame: TestFrame): Expression {
    const value: Regex = {
      source,
      dialect: 'lucene',
      ignoreCase: false,
      multiline: false,
      dotAll: true,
      anchored: true,
    }
    const compiled = compileRegex(value)
    if (compiled.kind !== 'compiled') {
      const code = compiled.kind === 'invalid' ? 'lucene/invalid-regex' : 'lucene/unsupported-regex'
      this.report(code, span, compiled.message)
      return this.opaque(code, span)
    }
    if (!isAnalysedField(frame.field)) return { kind: 'test', ...frame, operator: 'regex', value }
    const terms = this.compute(`${frame.field} terms`, `each term of ${frame.field}`, frame)
    return { kind: 'test', ...terms, operator: 'regex', value }
  }

  private lowerRange({ lower, upper }: LuceneRange, frame: TestFrame): Expression {
    return this.lowerBounds(toBound(lower), toBound(upper), frame)
  }

  private lowerBounds(
    lower: ElasticBound | undefined,
    upper: ElasticBound | undefined,
    frame: TestFrame,
  ): Expression {
    if (frame.field === anyField) return this.told('no_value', frame.span)
    return this.told(toElasticRange(lower, upper, frame), frame.span)
  }

  /** Any of the phrases, each found as the terms in it. */
  private lowerTerms(phrases: readonly Pattern[], frame: TestFrame): Expression {
    return or(phrases.flatMap(phrase => toTermTest(phrase, frame) ?? []))
  }

  /** An expression as it is; of a problem, the diagnostic and what cannot be read. */
  private told(found: Expression | ElasticProblem, span: Span): Expression {
    if (typeof found !== 'string') return found
    const [code, message] = problems[found]
    this.report(code, span, message)
    return this.opaque(code, span)
  }

  /** The frame of a test of what is computed from a field. */
  private compute(name: string, meaning: string, frame: TestFrame): TestFrame {
    this.derive(name, meaning, frame.span, 'lucene/near-match', `${meaning} is not computed here`)
    return { ...frame, field: name, cased: false, derived: true }
  }

  private derive(name: string, text: string, span: Span, code: DiagnosticCode, why: string): void {
    if (this.derived.has(name)) return
    this.report(code, span, why)
    this.derived.set(name, { kind: 'derive', names: [name], text, span })
  }

  private frame(field: LuceneField | undefined, span: Span, list: number): TestFrame {
    const base = { kind: 'test', cased: true, transforms: [], list, span } as const
    if (field === undefined || field.name === '*') return { ...base, field: anyField }
    const { name, span: fieldSpan } = field
    if (!name.includes('*')) return { ...base, field: name, fieldSpan }
    const why = `“${name}” stands for every field whose name follows the pattern`
    this.derive(name, `the fields ${name}`, fieldSpan, 'lucene/field-pattern', why)
    return { ...base, field: name, fieldSpan, derived: true }
  }

  private opaque(reason: DiagnosticCode, span: Span): Expression {
    return { kind: 'opaque', text: this.text.slice(span.start, span.end), reason, span }
  }

  private report(code: DiagnosticCode, span: Span, message: string, help?: string): void {
    this.diagnostics.push(diagnostic(code, span, message, help))
  }
}

function isAnalysed(field: string): boolean {
  return field === anyField || isAnalysedField(field)
}

function nameOf({ field }: TestFrame): string {
  return field === anyField ? 'any field' : field
}

function toBound({ text, isInclusive }: LuceneBound): ElasticBound | undefined {
  return text === undefined ? undefined : { text, isInclusive }
}

const problems: Readonly<Record<ElasticProblem, readonly [DiagnosticCode, string]>> = {
  addresses: ['lucene/invalid-range', 'a range of addresses needs both of its ends, in IPv4'],
  no_value: ['lucene/invalid-range', 'a range needs a field and a value'],
  relative_date: [
    'lucene/relative-date',
    'the time is relative to now, so past events cannot be compared with it',
  ],
}
