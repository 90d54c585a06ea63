import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadKustoLanguage } from '../../../test/support/kusto-language.ts'
import { makeEvent } from '../../../test/support/make-test.ts'
import { createDeriver, evaluate, plainView } from '../../engine/index.ts'
import { createKustoReader } from './create-kusto-reader.ts'

/**
 * Conditions, each with what it means for a row by Microsoft’s documentation, written down plainly: texts are never null,
 * numbers and booleans are, and a comparison with null is null.
 */
interface Row {
  readonly a?: string
  readonly b?: string
  readonly n?: number
  readonly m?: number
  readonly p?: boolean
}

type Truth = boolean | null

interface Condition {
  readonly text: string
  readonly truth: (row: Row) => Truth
}

const texts: fc.Arbitrary<string> = fc.constantFrom('', 'x', 'X', 'xy', 'x y', 'X-y', 'cmd.exe')
const numbers = fc.constantFrom(-1, 0, 1, 5)
const textFields = fc.constantFrom('a', 'b')
const numberFields = fc.constantFrom('n', 'm')

const rows: fc.Arbitrary<Row> = fc.record(
  { a: texts, b: texts, n: numbers, m: numbers, p: fc.boolean() },
  { requiredKeys: [] },
)

const isTerm = (text: string, part: string): boolean => {
  const pattern = part.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&')
  return new RegExp(`(?<![a-z0-9])${pattern}(?![a-z0-9])`, 'i').test(text)
}

const lower = (text: string): string => text.toLowerCase()

const operators: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  '==': (text, part) => text === part,
  '!=': (text, part) => text !== part,
  '=~': (text, part) => lower(text) === lower(part),
  '!~': (text, part) => lower(text) !== lower(part),
  contains: (text, part) => lower(text).includes(lower(part)),
  '!contains': (text, part) => !lower(text).includes(lower(part)),
  contains_cs: (text, part) => text.includes(part),
  startswith: (text, part) => lower(text).startsWith(lower(part)),
  '!startswith_cs': (text, part) => !text.startsWith(part),
  endswith: (text, part) => lower(text).endsWith(lower(part)),
  '!endswith': (text, part) => !lower(text).endsWith(lower(part)),
  has: (text, part) => part === '' || isTerm(text, part),
  '!has': (text, part) => part !== '' && !isTerm(text, part),
}

const ofText: fc.Arbitrary<Condition> = fc
  .tuple(
    textFields,
    fc.constantFrom(...Object.keys(operators)),
    texts,
    fc.constantFrom('', 'tolower'),
  )
  .map(([field, operator, part, fold]) => ({
    text:
      fold === '' ? `${field} ${operator} "${part}"` : `${fold}(${field}) ${operator} "${part}"`,
    truth: row => {
      const value = row[field as 'a'] ?? ''
      return operators[operator]?.(fold === '' ? value : lower(value), part) ?? null
    },
  }))

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
}

const ofNumber: fc.Arbitrary<Condition> = fc
  .tuple(numberFields, fc.constantFrom('<', '<=', '>', '>=', '==', '!='), numbers, fc.boolean())
  .map(([field, operator, number, isTurned]) => {
    const turned = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' }
    const text = isTurned
      ? `${number} ${turned[operator]} ${field}`
      : `${field} ${operator} ${number}`
    return {
      text,
      truth: row => {
        const value = row[field as 'n']
        if (operator === '==') return value === number
        if (operator === '!=') return value !== number
        return value === undefined ? null : (comparisons[operator]?.(value, number) ?? null)
      },
    }
  })

const ofList: fc.Arbitrary<Condition> = fc
  .tuple(
    textFields,
    fc.constantFrom('in', '!in', 'in~', '!in~', 'has_any', 'has_all'),
    fc.array(texts, { minLength: 1, maxLength: 3 }),
  )
  .map(([field, operator, list]) => ({
    text: `${field} ${operator} (${list.map(one => `"${one}"`).join(', ')})`,
    truth: row => {
      const value = row[field as 'a'] ?? ''
      const has = (part: string): boolean => part === '' || isTerm(value, part)
      if (operator === 'has_any') return list.some(has)
      if (operator === 'has_all') return list.every(has)
      const isIn = operator.endsWith('~')
        ? list.some(one => lower(one) === lower(value))
        : list.includes(value)
      return operator.startsWith('!') ? !isIn : isIn
    },
  }))

const ofRange: fc.Arbitrary<Condition> = fc
  .tuple(numberFields, fc.boolean(), numbers, numbers)
  .map(([field, isNegated, low, high]) => ({
    text: `${field} ${isNegated ? '!' : ''}between (${low} .. ${high})`,
    truth: row => {
      const value = row[field as 'n']
      if (value === undefined) return null
      return (value >= low && value <= high) !== isNegated
    },
  }))

const ofPresence: fc.Arbitrary<Condition> = fc.oneof(
  fc.tuple(textFields, fc.boolean()).map(([field, isEmpty]) => ({
    text: `${isEmpty ? 'isempty' : 'isnotempty'}(${field})`,
    truth: (row: Row) => ((row[field as 'a'] ?? '') === '') === isEmpty,
  })),
  fc.tuple(numberFields, fc.boolean()).map(([field, isNull]) => ({
    text: `${isNull ? 'isnull' : 'isnotnull'}(${field})`,
    truth: (row: Row) => (row[field as 'n'] === undefined) === isNull,
  })),
  fc.constant({ text: 'p', truth: (row: Row) => row.p ?? null }),
  fc.constant({ text: 'p == true', truth: (row: Row) => row.p === true }),
)

const not = (truth: Truth): Truth => (truth === null ? null : !truth)

const and = (left: Truth, right: Truth): Truth => {
  if (left === false || right === false) return false
  return left === null || right === null ? null : true
}

const { condition: conditions } = fc.letrec<{ condition: Condition }>(tie => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    ofText,
    ofNumber,
    ofList,
    ofRange,
    ofPresence,
    tie('condition').map(({ text, truth }) => ({
      text: `not(${text})`,
      truth: (row: Row) => not(truth(row)),
    })),
    fc.tuple(tie('condition'), tie('condition')).map(([left, right]) => ({
      text: `(${left.text} and ${right.text})`,
      truth: (row: Row) => and(left.truth(row), right.truth(row)),
    })),
    fc.tuple(tie('condition'), tie('condition')).map(([left, right]) => ({
      text: `(${left.text} or ${right.text})`,
      truth: (row: Row) => not(and(not(left.truth(row)), not(right.truth(row)))),
    })),
    fc.tuple(tie('condition'), tie('condition'), tie('condition')).map(([when, then, other]) => ({
      text: `iff(${when.text}, ${then.text}, ${other.text})`,
      truth: (row: Row) => (when.truth(row) === true ? then : other).truth(row),
    })),
  ),
}))

const parseKusto = createKustoReader(loadKustoLanguage())

test('a generated condition keeps the rows that it is true of', () => {
  fc.assert(
    fc.property(
      conditions,
      fc.array(rows, { minLength: 1, maxLength: 8 }),
      ({ text, truth }, all) => {
        const { value, diagnostics } = parseKusto(`T | where ${text}`)
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
        const filter = value.stages.find(stage => stage.kind === 'filter')
        expect(filter).toBeDefined()
        if (filter === undefined) return
        for (const row of all) {
          const view = createDeriver().view(plainView(makeEvent({ ...row })), value.stages)
          const isKept = evaluate(filter.expression, view) === 'match'
          // A choice that is not followed, inside of too many others, is not known.
          if (value.stages.some(({ kind }) => kind === 'derive')) {
            if (isKept) expect(truth(row)).toBe(true)
          } else expect(isKept, JSON.stringify(row)).toBe(truth(row) === true)
        }
      },
    ),
    { numRuns: 3_000 },
  )
})
