import { beforeAll, expect, test } from 'vitest'
import { parseEql, parseEqlSyntax, printEql } from '../../src/frontends/eql/index.ts'
import { type Logic, opaquesOf, type Stage } from '../../src/ir/index.ts'
import { type ElasticQuery, elasticHunts, elasticQueries } from '../support/elastic-rules.ts'
import { describeShared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'
import { withoutSpans } from '../support/without-spans.ts'

function logicsIn(stage: Stage): readonly Logic[] {
  if (stage.kind === 'join') return stage.sides
  if (stage.kind !== 'sequence') return []
  return [...stage.steps.map(step => step.logic), ...(stage.until ? [stage.until] : [])]
}

/** Every stage, those of logics inside it included. */
function stagesOf({ stages }: Logic): readonly Stage[] {
  return stages.flatMap(stage => [stage, ...logicsIn(stage).flatMap(stagesOf)])
}

function isOpaque(stage: Stage): boolean {
  if (stage.kind === 'filter') return opaquesOf(stage.expression).length > 0
  return stage.kind === 'opaque'
}

describeShared('the queries of Elastic in EQL', () => {
  let queries: readonly ElasticQuery[] = []
  beforeAll(() => {
    queries = [...elasticQueries('eql'), ...elasticHunts('EQL')]
  })

  test('become logic, every one of them and every part', () => {
    const read = queries.map(({ query }) => parseEql(query))
    const stages = read.map(({ value }) => stagesOf(value))
    expect({
      queries: queries.length,
      diagnostics: tally(read.flatMap(r => r.diagnostics.map(({ code }) => code))),
      opaque: stages.filter(all => all.some(isOpaque)).length,
      computing: stages.filter(all => all.some(({ kind }) => kind === 'derive')).length,
      kinds: tally(read.flatMap(({ value }) => value.stages.map(({ kind }) => kind))),
    }).toMatchInlineSnapshot(`
      {
        "computing": 15,
        "diagnostics": {},
        "kinds": {
          "derive": 16,
          "filter": 704,
          "join": 2,
          "sequence": 175,
          "shape": 1,
        },
        "opaque": 0,
        "queries": 881,
      }
    `)
  })

  test('print as what reads the same', () => {
    const changed = queries.filter(({ query }) => {
      const { value } = parseEqlSyntax(query)
      const again = parseEqlSyntax(printEql(value)).value
      return JSON.stringify(withoutSpans(again)) !== JSON.stringify(withoutSpans(value))
    })
    expect(changed.map(({ path }) => path)).toEqual([])
  })
})
