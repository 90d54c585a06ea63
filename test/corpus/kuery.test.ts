import { expect, test } from 'vitest'
import { parseKuery, parseKuerySyntax, printKuery } from '../../src/frontends/kuery/index.ts'
import { opaquesOf, testsOf } from '../../src/ir/index.ts'
import { elasticQueries } from '../support/elastic-rules.ts'
import { describeShared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'
import { withoutSpans } from '../support/without-spans.ts'

describeShared('the KQL queries of Elastic’s rules', () => {
  const queries = elasticQueries('kuery')
  const parsed = queries.map(({ path, query }) => ({ path, query, ...parseKuery(query) }))
  const expressions = parsed.flatMap(({ value }) =>
    value.stages.flatMap(stage => (stage.kind === 'filter' ? [stage.expression] : [])),
  )

  test('are all read without an error, and no part of them is opaque', () => {
    expect(queries.length).toBe(633)
    const diagnostics = parsed.flatMap(({ diagnostics }) => diagnostics)
    expect(tally(diagnostics.map(({ code }) => code))).toEqual({
      'kuery/control-character': 2,
      'kuery/field-pattern': 10,
      'kuery/nested-object': 1,
      'kuery/quoted-star': 28,
    })
    expect(expressions.flatMap(opaquesOf)).toEqual([])
  })

  test('test with these operators', () => {
    const tests = expressions.flatMap(testsOf)
    expect(tally(tests.map(({ operator }) => operator))).toEqual({
      cidr: 574,
      contains: 330,
      ends_with: 175,
      equals: 5946,
      exists: 161,
      gt: 7,
      gte: 10,
      has: 520,
      lte: 5,
      starts_with: 723,
      wildcard: 158,
    })
  })

  test('print to queries that parse to the same trees', () => {
    for (const { query } of queries) {
      const { value } = parseKuerySyntax(query)
      const again = parseKuerySyntax(printKuery(value))
      expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(withoutSpans(again.value)).toEqual(withoutSpans(value))
    }
  })
})
