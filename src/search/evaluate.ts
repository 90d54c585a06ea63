import { assertNever, type Span } from '../base/index.ts'
import { type Conjunct, conjunctsOf } from './conjunction.ts'
import { findEvents, findField, findTests } from './find-field.ts'
import { findText, type Marks } from './find-text.ts'
import { toNeedle } from './needle.ts'
import type { Query } from './query.ts'
import type { SearchIndex } from './search-index.ts'

/** The documents that a query finds, those whose mark is not 0, and how good they are. */
export interface Found {
  readonly marks: Marks
  /** Absent where nothing tells one document from another. */
  readonly scores: Float32Array | undefined
}

/** What a part of the query finds by itself. */
export interface Leaf {
  readonly span: Span
  readonly count: number
}

/**
 * Evaluates a query over all documents at once. `leaves` receives what the terms find each, or together where they
 * speak of one test.
 */
export function evaluateQuery(index: SearchIndex, query: Query, leaves: Leaf[]): Found {
  switch (query.kind) {
    case 'and':
      return query.operands.length === 0
        ? { marks: new Uint8Array(index.size).fill(1), scores: undefined }
        : conjunctsOf(query.operands)
            .map(conjunct => evaluateConjunct(index, conjunct, leaves))
            .reduce(both)
    case 'or':
      return query.operands.map(operand => evaluateQuery(index, operand, leaves)).reduce(either)
    case 'not': {
      // What is excluded is no reason for finding nothing.
      const { marks } = evaluateQuery(index, query.operand, [])
      const others = new Uint8Array(marks.length)
      for (let i = 0; i < marks.length; i++) others[i] = marks[i] === 0 ? 1 : 0
      return { marks: others, scores: undefined }
    }
    case 'text': {
      const marks = findText(index, toNeedle(query.text, query.isQuoted))
      return withScores(marks, leaf(leaves, query.span, marks))
    }
    case 'field': {
      const marks = findField(index, query)
      const count = leaf(leaves, query.span, marks)
      const isRanked = query.field === 'title' || query.field === 'value'
      return isRanked ? withScores(marks, count) : { marks, scores: undefined }
    }
    default:
      return assertNever(query)
  }
}

function evaluateConjunct(index: SearchIndex, conjunct: Conjunct, leaves: Leaf[]): Found {
  switch (conjunct.kind) {
    case 'query':
      return evaluateQuery(index, conjunct.query, leaves)
    case 'test': {
      const { field, op, value, excludes } = conjunct
      const marks = findTests(index, conjunct)
      const count = leaf(leaves, spanOf([field, op, value, excludes]), marks)
      return value === undefined ? { marks, scores: undefined } : withScores(marks, count)
    }
    case 'event': {
      const marks = findEvents(index, conjunct)
      leaf(leaves, spanOf([conjunct.event, conjunct.provider]), marks)
      return { marks, scores: undefined }
    }
    default:
      return assertNever(conjunct)
  }
}

function spanOf(terms: readonly ({ readonly span: Span } | undefined)[]): Span {
  const spans = terms.flatMap(term => term?.span ?? [])
  return {
    start: Math.min(...spans.map(span => span.start)),
    end: Math.max(...spans.map(span => span.end)),
  }
}

function leaf(leaves: Leaf[], span: Span, marks: Marks): number {
  let count = 0
  for (let i = 0; i < marks.length; i++) if (marks[i] !== 0) count++
  leaves.push({ span, count })
  return count
}

/** What is rare says more: a word of one document in two counts once, of one in 1,024 about ten times. */
function withScores(marks: Marks, count: number): Found {
  const weight = Math.log2(1 + marks.length / Math.max(count, 1))
  const scores = new Float32Array(marks.length)
  for (let i = 0; i < marks.length; i++) scores[i] = (marks[i] ?? 0) * weight
  return { marks, scores }
}

// HOT: index loops over all documents, for every term.

function both(a: Found, b: Found): Found {
  const marks = new Uint8Array(a.marks.length)
  for (let i = 0; i < marks.length; i++) marks[i] = b.marks[i] === 0 ? 0 : (a.marks[i] ?? 0)
  return { marks, scores: sum(a.scores, b.scores) }
}

function either(a: Found, b: Found): Found {
  const marks = new Uint8Array(a.marks.length)
  for (let i = 0; i < marks.length; i++) marks[i] = (a.marks[i] ?? 0) | (b.marks[i] ?? 0)
  return { marks, scores: sum(a.scores, b.scores) }
}

function sum(a: Float32Array | undefined, b: Float32Array | undefined): Float32Array | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const scores = new Float32Array(a.length)
  for (let i = 0; i < scores.length; i++) scores[i] = (a[i] ?? 0) + (b[i] ?? 0)
  return scores
}
