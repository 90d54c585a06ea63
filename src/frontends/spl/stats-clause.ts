import { optional } from '../../base/index.ts'
import type { AggregateFunction, Computation, DeriveStage } from '../../ir/index.ts'
import { findComputation } from './computations.ts'
import { SplCursor } from './cursor.ts'
import { parseExpression } from './eval-parser.ts'
import { isConditionForm } from './expression-parts.ts'
import { findOperand } from './lower-operand.ts'
import type { SplLowering } from './lowering.ts'
import { printSplExpression } from './print.ts'
import type { SplArgument, SplExpression, SplWord } from './syntax.ts'
import { isKeyword, isSymbol, namesIn, readWords, type Words, wordText } from './words.ts'

/** `count, dc(a) as b by c d`, taken apart. */
export interface StatsClause {
  readonly functions: readonly AggregateFunction[]
  /** What is computed of an event before it is aggregated. */
  readonly derived: readonly DeriveStage[]
  readonly results: readonly string[]
  readonly keys: readonly string[]
  readonly words: Words
}

/** Functions whose names the logic has. */
const ownNames: Readonly<Record<string, string>> = {
  c: 'count_values',
  count: 'count_values',
  dc: 'count_distinct',
  distinct_count: 'count_distinct',
  estdc: 'count_distinct',
  mean: 'avg',
  avg: 'avg',
}

/** Reads the functions of `stats` and its kin, and the fields behind `by` (or `over`). */
export function readStats(list: readonly SplArgument[], lowering: SplLowering): StatsClause {
  const by = list.findIndex(word => isKeyword(word, 'by', 'over', 'groupby'))
  const head = readWords(by < 0 ? list : list.slice(0, by))
  const tail = readWords(by < 0 ? [] : list.slice(by + 1))
  const options = new Map([...head.options, ...tail.options])
  const keys = namesIn(tail.rest).filter(name => !/^(?:by|over)$/i.test(name))
  const functions: AggregateFunction[] = []
  const derived: DeriveStage[] = []
  const words = head.rest.filter(word => !isSymbol(word, ','))
  for (let i = 0; i < words.length; ) {
    const start = i
    const name = words[i++]
    if (name === undefined || (name.kind !== 'word' && name.kind !== 'text')) continue
    let inner: readonly SplWord[] | undefined
    if (isSymbol(words[i], '(') && words[i]?.isGlued) {
      const close = closingBracket(words, i)
      inner = words.slice(i + 1, close)
      i = Math.min(close + 1, words.length)
    }
    const written = textOfWords(words.slice(start, i), lowering)
    let as = written
    const target = words[i + 1]
    if (isKeyword(words[i], 'as') && target !== undefined) {
      as = wordText(target)
      i += 2
      // A name may go on with brackets: `as flags(all)`.
      if (isSymbol(words[i], '(') && words[i]?.isGlued) {
        const end = Math.min(closingBracket(words, i) + 1, words.length)
        as = textOfWords(words.slice(i - 1, end), lowering)
        i = end
      }
    }
    const read = readFunction(name, inner, as, lowering)
    if (read.derived !== undefined) derived.push(read.derived)
    functions.push(read.function)
  }
  const results = functions.map(({ as }) => as)
  const subsearches = [...head.subsearches, ...tail.subsearches]
  return { functions, derived, results, keys, words: { options, rest: words, subsearches } }
}

function closingBracket(words: readonly SplWord[], open: number): number {
  let depth = 0
  for (let i = open; i < words.length; i++) {
    if (isSymbol(words[i], '(')) depth++
    if (isSymbol(words[i], ')') && --depth === 0) return i
  }
  return words.length
}

function textOfWords(words: readonly SplWord[], lowering: SplLowering): string {
  const first = words[0]?.span.start ?? 0
  return lowering.textOf({ start: first, end: words.at(-1)?.span.end ?? first })
}

/** `dc(src)`, `count(eval(a=1))`, `count`. */
function readFunction(
  { value: name }: SplWord,
  inner: readonly SplWord[] | undefined,
  as: string,
  lowering: SplLowering,
): { readonly function: AggregateFunction; readonly derived?: DeriveStage } {
  const lower = name.toLowerCase()
  const [first] = inner ?? []
  if (inner === undefined || first === undefined) {
    // “Returns the number of occurrences”: without a field, of rows.
    const own = lower === 'c' || lower === 'count' ? 'count' : functionName(lower)
    return { function: { name: own, as } }
  }
  if (isKeyword(first, 'eval') && isSymbol(inner[1], '(')) {
    const value = parseAt(inner[1]?.span.end ?? 0, lowering)
    const operand = findOperand(value, lowering)
    const field = operand !== undefined && operand.fold === undefined ? operand.field : undefined
    if (field !== undefined) return { function: { name: functionName(lower), field, as } }
    const text = printSplExpression(value)
    const computation = isConditionForm(value)
      ? trueOnly(value, lowering)
      : findComputation(value, lowering)
    const computations = optional('computations', computation && [computation])
    const { span } = value
    const derived: DeriveStage = { kind: 'derive', names: [text], text, ...computations, span }
    return { function: { name: functionName(lower), field: text, as }, derived }
  }
  const field = wordText({ ...first, value: first.value })
  const whole = inner.length === 1 ? field : textOfWords(inner, lowering)
  if (whole === '*' || whole.includes('*')) {
    return { function: { name: functionName(lower), field: whole, as } }
  }
  const operand = lowering.operand(whole, first.span)
  return { function: { name: functionName(lower), field: operand.field, as } }
}

/** “count(eval(…)) counts the events of which the expression is true”: of others there is no value. */
function trueOnly(value: SplExpression, lowering: SplLowering): Computation {
  return {
    kind: 'choice',
    cases: [{ when: lowering.where(value).isTrue, value: { kind: 'constant', value: true } }],
    otherwise: { kind: 'constant', value: null },
  }
}

/** `p95` and `perc95` are percentiles. */
function functionName(name: string): string {
  const percentile = /^(?:p|perc|exactperc|upperperc)(\d+(?:\.\d+)?)$/.exec(name)?.[1]
  if (percentile !== undefined) return `percentile(${percentile})`
  return (Object.hasOwn(ownNames, name) ? ownNames[name] : undefined) ?? name
}

/** The expression that begins at a place of the search. */
export function parseAt(at: number, lowering: SplLowering): SplExpression {
  const cursor = new SplCursor(lowering.text, () => ({
    kind: 'missing',
    span: { start: at, end: at },
  }))
  cursor.at = at
  const value = parseExpression(cursor)
  for (const { code, span, message, help } of cursor.diagnostics) {
    lowering.report(code, span, message, help)
  }
  return value
}

/** The fields of the event that names stand for, where they do. */
export function groupKeys(keys: readonly string[], lowering: SplLowering): readonly string[] {
  return keys.map(key => {
    const { field, isDerived } = lowering.fields.find(key)
    return isDerived ? key : field
  })
}
