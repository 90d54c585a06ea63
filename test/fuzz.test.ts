import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { createExaminer } from './fuzz/examine.ts'
import { makeInput } from './fuzz/make-input.ts'
import { longestInput } from './fuzz/mutate.ts'
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
