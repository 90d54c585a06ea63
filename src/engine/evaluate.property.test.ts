import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryEvent } from '../../test/support/arbitrary-event.ts'
import { arbitraryExpression, arbitraryLists } from '../../test/support/arbitrary-expression.ts'
import { readExpression } from '../../test/support/read-expression.ts'
import {
  and,
  branchesOf,
  type ClauseTree,
  type Exclusion,
  type Expression,
  type LogEvent,
  not,
  or,
  printExpression,
  toNegationNormalForm,
} from '../ir/index.ts'
import { evaluate, explain } from './evaluate.ts'
import { plainView } from './event-view.ts'
import type { Truth } from './truth.ts'

const arbitraryCase: fc.Arbitrary<readonly [Expression, LogEvent]> = arbitraryExpression.chain(
  expression => fc.tuple(fc.constant(expression), arbitraryEvent(expression)),
)

const truthOf = (expression: Expression, event: LogEvent): Truth =>
  evaluate(expression, plainView(event), { lists: arbitraryLists })

function holds(check: (expression: Expression, event: LogEvent) => void): void {
  const property = fc.property(arbitraryCase, ([expression, event]) => check(expression, event))
  fc.assert(property, { numRuns: 2000 })
}

describe('of any expression and any event', () => {
  test('the negation normal form says the same', () => {
    holds((expression, event) => {
      expect(truthOf(toNegationNormalForm(expression), event)).toBe(truthOf(expression, event))
    })
  })

  test('the branches say the same', () => {
    holds((expression, event) => {
      const { count, branches } = branchesOf(expression)
      if (branches === undefined) return
      expect(branches).toHaveLength(count)
      const expanded = or(branches.map(branch => and(branch.map(toExpression))))
      expect(truthOf(expanded, event)).toBe(truthOf(expression, event))
    })
  })

  test('De Morgan’s laws hold', () => {
    holds((expression, event) => {
      if (expression.kind !== 'and' && expression.kind !== 'or') return
      const dual = (expression.kind === 'and' ? or : and)(expression.operands.map(not))
      expect(truthOf(dual, event)).toBe(truthOf(not(expression), event))
    })
  })

  test('the constructors’ normal form says the same', () => {
    holds((expression, event) => {
      expect(truthOf(normalise(expression), event)).toBe(truthOf(expression, event))
    })
  })

  test('what the printed form reads back as prints equally and says the same', () => {
    holds((expression, event) => {
      const normal = normalise(expression)
      const read = readExpression(printExpression(normal))
      expect(printExpression(read)).toBe(printExpression(normal))
      expect(truthOf(read, event)).toBe(truthOf(normal, event))
    })
  })

  test('an explanation exists exactly of a match, and shows what is in the event', () => {
    holds((expression, event) => {
      const explanation = explain(expression, plainView(event), { lists: arbitraryLists })
      expect(explanation !== undefined).toBe(truthOf(expression, event) === 'match')
      const texts = [...event.fields.values()].flat().map(String)
      for (const { test, found, at } of explanation?.tests ?? []) {
        expect(truthOf(test, event)).toBe('match')
        if (found === undefined || at === undefined) continue
        expect(texts).toContain(found)
        expect(0 <= at[0] && at[0] <= at[1] && at[1] <= found.length).toBe(true)
      }
    })
  })

  test('each of the three values occurs often enough for the properties to mean something', () => {
    const counts: Record<Truth, number> = { match: 0, no_match: 0, unknown: 0 }
    for (const [expression, event] of fc.sample(arbitraryCase, { numRuns: 2000, seed: 1 })) {
      counts[truthOf(expression, event)]++
    }
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(200)
  })
})

function toExpression(tree: ClauseTree | Exclusion): Expression {
  switch (tree.kind) {
    case 'clause': {
      const together = tree.all ? and(tree.tests) : or(tree.tests)
      return tree.isNegated ? not(together) : together
    }
    case 'opaque':
      return tree.isNegated ? not(tree.opaque) : tree.opaque
    case 'exclusion':
      return not(toExpression(tree.excluded))
    case 'and':
      return and(tree.operands.map(toExpression))
    case 'or':
      return or(tree.operands.map(toExpression))
  }
}

function normalise(expression: Expression): Expression {
  switch (expression.kind) {
    case 'and':
      return and(expression.operands.map(normalise))
    case 'or':
      return or(expression.operands.map(normalise))
    case 'not':
      return not(normalise(expression.operand))
    default:
      return expression
  }
}
