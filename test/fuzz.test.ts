import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { createExaminer } from './fuzz/examine.ts'
import { queryParsers } from './fuzz/examine-query.ts'
import { makeInput } from './fuzz/make-input.ts'
import { longestInput } from './fuzz/mutate.ts'
import { type QueryLanguage, querySeeds } from './fuzz/query-seeds.ts'
import { findSeeds } from './fuzz/seeds.ts'
import { makeFolder } from './support/make-folder.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { groups } = findSeeds(root)
const folder = makeFolder({})
afterAll(() => rmSync(folder, { recursive: true }))

test('a fuzz run makes the same inputs again, no two alike and none too long', async () => {
  const seen = new Set<string>()
  for (let number = 0; number < 40; number++) {
    const first = await makeInput(groups, 7, number)
    const second = await makeInput(groups, 7, number)
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0)
    expect({ ...second, bytes: 0 }).toEqual({ ...first, bytes: 0 })
    expect(first.bytes.length).toBeLessThanOrEqual(longestInput + 1024)
    seen.add(Buffer.from(first.bytes).toString('latin1'))
  }
  expect(seen.size).toBeGreaterThan(36)
})

test('a log that both ways of reading agree on has no findings, and its events are counted', async () => {
  const input = {
    number: 1,
    name: 'a.json',
    inputFormat: undefined,
    bytes: new TextEncoder().encode('{"EventID":1,"Channel":"Security"}\n{"a":\n'),
  }
  const examined = await createExaminer(folder, []).examine(input)
  expect(examined).toMatchObject({ findings: [], format: 'json', events: 1, problems: 1 })
})

test('what a reader throws is a finding', async () => {
  const input = {
    number: 1,
    name: join('a', '\0'),
    inputFormat: undefined,
    bytes: new TextEncoder().encode('{"EventID":1}\n'),
  }
  const { findings } = await createExaminer(folder, []).examine(input)
  expect(findings.map(({ kind }) => kind)).toEqual(['crash'])
})

test('a query is read and run, and what is wrong with it is told', async () => {
  const text = 'sequence [process where true'
  const examined = await createExaminer(folder, []).examine({
    number: 1,
    name: 'query.eql',
    inputFormat: undefined,
    bytes: new TextEncoder().encode(text),
    query: { language: 'eql', text },
  })
  expect(examined).toMatchObject({ findings: [], format: 'eql', events: 0 })
  expect(examined.problems).toBeGreaterThan(0)
})

test('the queries to mutate have no error of syntax', () => {
  for (const [language, texts] of Object.entries(querySeeds)) {
    for (const text of texts) {
      const { diagnostics } = queryParsers[language as QueryLanguage](text)
      const codes = diagnostics.map(({ code }) => code).filter(code => code.endsWith('/syntax'))
      expect(codes, text).toEqual([])
    }
  }
})
