import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { parseEql, parseEqlSyntax, printEql } from '../../src/frontends/eql/index.ts'
import { type Logic, opaquesOf, type Stage } from '../../src/ir/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'

interface Found {
  readonly file: string
  readonly query: string
}

/** The queries in EQL of a file in TOML: of a rule its one, of a hunt all. */
function queriesOf(file: string): readonly Found[] {
  const text = readFileSync(file, 'utf8')
  if (/^language = "eql"/m.test(text)) {
    const [, query = ''] = /^query = '''\r?\n?([\s\S]*?)'''/m.exec(text) ?? []
    return [{ file, query }]
  }
  if (!/^language = \["EQL"\]/m.test(text)) return []
  const list = text.slice(text.search(/^query = \[/m))
  return [...list.matchAll(/'''\r?\n?([\s\S]*?)'''/g)].map(m => ({ file, query: m[1] ?? '' }))
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap(entry => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesOf(path) : path.endsWith('.toml') ? [path] : []
    })
    .sort()
}

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

function withoutSpans(value: unknown): string {
  return JSON.stringify(value, (key, part) =>
    ['span', 'nameSpan'].includes(key) ? undefined : part,
  )
}

describeShared('the queries of Elastic in EQL', () => {
  let queries: readonly Found[] = []
  beforeAll(() => {
    queries = filesOf(join(shared, 'corpora', 'elastic')).flatMap(queriesOf)
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
      return withoutSpans(parseEqlSyntax(printEql(value)).value) !== withoutSpans(value)
    })
    expect(changed.map(({ file }) => file)).toEqual([])
  })
})
