import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseEql } from '../src/frontends/eql/index.ts'
import type { Scalar } from '../src/ir/index.ts'
import type { TestEvent } from './support/correlate.ts'
import { elasticEntry, elasticRules, scanElastic } from './support/scan-elastic.ts'

/**
 * The conformance set of EQL once more, through all that `scan` does: rules compiled, kept and read again,
 * events in three files of which each has some, sequences found among what the files gave.
 */

const folder = new URL('./eql/', import.meta.url)

const events: readonly TestEvent[] = readFileSync(new URL('events.ndjson', folder), 'utf8')
  .trim()
  .split('\n')
  .map((line, i) => {
    // Every line is one object of plain fields.
    const { id, ...fields } = JSON.parse(line) as Record<string, Scalar | readonly Scalar[]>
    const map = new Map(
      Object.entries(fields).map(([name, v]) => [name, Array.isArray(v) ? v : [v as Scalar]]),
    )
    const header = { record: Number(id), time: String(fields['@timestamp']) }
    return { file: `file ${(i * 7) % 3}`, event: { header, fields: map } }
  })

const [template] = elasticRules(
  '[rule]\nname = "t"\ntype = "eql"\nlanguage = "eql"\nquery = "any where true"',
)

interface Case {
  readonly query: string
  readonly expected: string
}

const casesOf = (name: string): readonly Case[] =>
  readFileSync(new URL(`${name}.golden.txt`, folder), 'utf8')
    .split(/^=== .*$/m)
    .slice(1)
    .map(text => {
      const [query = '', expected = ''] = text.split(/^==>$/m)
      return { query: query.trim(), expected: expected.trim() }
    })

function scanned(query: string): readonly (readonly number[])[] | undefined {
  const { value, diagnostics } = parseEql(query)
  if (template === undefined || diagnostics.some(d => d.severity === 'error')) return undefined
  // `head` and `tail` are left to whoever shows the matches.
  if (value.stages.some(({ kind }) => kind === 'shape')) return undefined
  const { matches, remarks } = scanElastic(
    [elasticEntry({ ...template.rule, logic: value })],
    events,
  )
  if (remarks.some(remark => remark.startsWith('not run'))) return undefined
  return matches.map(match => match.events).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
}

describe.each([
  ['sequences', ', ', 88],
  ['single-events', ' ', 160],
])('%s', (name, separator, least) => {
  test('are found by scan as the plain evaluation finds them', () => {
    let compared = 0
    for (const { query, expected } of casesOf(name)) {
      const found = scanned(query)
      if (found === undefined) continue
      compared++
      const text = found.map(ids => ids.join(' ')).join(separator) || 'nothing'
      expect(text, query).toBe(expected)
    }
    expect(compared).toBeGreaterThan(least)
  })
})
