import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryEvent } from '../../../../test/support/arbitrary-event.ts'
import {
  arbitraryExpression,
  arbitraryLists,
} from '../../../../test/support/arbitrary-expression.ts'
import { noSpan } from '../../../base/index.ts'
import { evaluate, plainView } from '../../../engine/index.ts'
import { and, type Expression, type LogEvent, not, or, type Rule } from '../../../ir/index.ts'
import { applyPipelines } from './apply-pipelines.ts'
import { parsePipeline } from './parse-pipeline.ts'

/** Every test becomes an item of its own, as it is where a rule writes it so. */
function numbered(expression: Expression, next: { list: number }): Expression {
  switch (expression.kind) {
    case 'test':
      return { ...expression, list: next.list++ }
    case 'opaque':
      return expression
    case 'not':
      return not(numbered(expression.operand, next))
    case 'and':
      return and(expression.operands.map(operand => numbered(operand, next)))
    case 'or':
      return or(expression.operands.map(operand => numbered(operand, next)))
  }
}

function ruleOf(expression: Expression): Rule {
  return {
    id: undefined,
    title: '',
    language: 'sigma',
    authors: [],
    references: [],
    falsePositives: [],
    tags: [],
    related: [],
    scope: [],
    fields: [],
    logSource: {},
    logic: { stages: [{ kind: 'filter', condition: '', parts: [], expression, span: noSpan }] },
    custom: {},
    body: '',
    span: noSpan,
  }
}

function renamed(event: LogEvent, names: ReadonlyMap<string, string>): LogEvent {
  const fields = [...event.fields].map(
    ([name, values]) => [names.get(name) ?? name, values] as const,
  )
  return { ...event, fields: new Map(fields) }
}

const { value: pipeline } = parsePipeline(
  'transformations:\n- type: field_name_mapping\n  mapping: {A: a, B: [b1, b2, b3], C: [c1, c2]}',
)

const names = fc.tuple(fc.constantFrom('b1', 'b2', 'b3'), fc.constantFrom('c1', 'c2'))
const asked = arbitraryExpression
  .map(expression => numbered(expression, { list: 0 }))
  .chain(expression => fc.tuple(fc.constant(expression), arbitraryEvent(expression), names))

test('a rule with mapped fields matches what it did, where events have one of the new names', () => {
  fc.assert(
    fc.property(asked, ([expression, event, [b, c]]) => {
      const [applied] = applyPipelines([ruleOf(expression)], pipeline ? [pipeline] : [])
      const [stage] = applied?.value.logic.stages ?? []
      if (stage?.kind !== 'filter') throw new RangeError('no filter')
      const newNames = new Map([
        ['A', 'a'],
        ['B', b],
        ['C', c],
      ])
      const before = evaluate(expression, plainView(event), { lists: arbitraryLists })
      const after = evaluate(stage.expression, plainView(renamed(event, newNames)), {
        lists: arbitraryLists,
      })
      expect(after).toBe(before)
    }),
    { numRuns: 3000 },
  )
})
