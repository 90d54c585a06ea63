import type { WirePredicate, WireRule } from '../../app/index.ts'
import type { RuleLimits } from '../rule-limits.ts'
import { type Mark, markedBodyHtml } from './marked-body.ts'
import { yamlTokens } from './yaml-tokens.ts'

type BodyLimits = Pick<RuleLimits, 'bodyCharacters' | 'bodyLines'>

/** The body of a rule as its page shows it. */
export interface RuleBody {
  readonly html: string
  /** Predicates that the body shows the text of. */
  readonly marked: ReadonlySet<number>
  /** How many lines are not shown, since the body is so long; a line that is cut counts. */
  readonly linesCut: number
}

/** Longer bodies are cut: a page must stay readable, and small. */
export function toRuleBody(rule: WireRule, limits: BodyLimits): RuleBody {
  const { body, bodyStart, predicates } = rule
  const shown = body.slice(0, shownLength(body, limits))
  const marks = predicates.flatMap((predicate, index) => toMark(predicate, index, bodyStart, shown))
  const tokens = /\.ya?ml$/i.test(rule.path) ? yamlTokens(shown) : []
  return {
    html: markedBodyHtml(shown, marks, tokens, firstLineOf(rule)),
    marked: new Set(marks.map(mark => mark.predicate)),
    linesCut: body.slice(shown.length).split('\n').length - 1 + (isCutInLine(body, shown) ? 1 : 0),
  }
}

/** A mark that begins in what is shown ends with it at the latest. */
function toMark(
  { span, negated }: WirePredicate,
  predicate: number,
  bodyStart: number,
  shown: string,
): readonly Mark[] {
  const start = span.start - bodyStart
  const end = Math.min(span.end - bodyStart, shown.length)
  if (span.line === 0 || start < 0 || start >= end) return []
  return [{ predicate, start, end, isNegated: negated }]
}

function shownLength(body: string, { bodyCharacters, bodyLines }: BodyLimits): number {
  let length = 0
  for (let line = 0; line < bodyLines; line++) {
    const end = body.indexOf('\n', length)
    const next = end < 0 ? body.length : end + 1
    if (next > bodyCharacters) return length > 0 ? length : wholeCharacters(body, bodyCharacters)
    length = next
    if (end < 0) break
  }
  return length
}

function wholeCharacters(body: string, length: number): number {
  return /[\ud800-\udbff]/.test(body.charAt(length - 1)) ? length - 1 : length
}

function isCutInLine(body: string, shown: string): boolean {
  return shown.length < body.length && !body.endsWith('\n')
}

/** The number of the body’s first line in its file, which any span of it tells. */
function firstLineOf({ body, bodyStart, predicates, stages }: WireRule): number {
  const spans = [...predicates, ...stages].map(({ span }) => span)
  const known = spans.find(
    ({ line, start }) => line > 0 && start >= bodyStart && start <= bodyStart + body.length,
  )
  if (known === undefined || bodyStart === 0) return 1
  return Math.max(1, known.line - (body.slice(0, known.start - bodyStart).split('\n').length - 1))
}
