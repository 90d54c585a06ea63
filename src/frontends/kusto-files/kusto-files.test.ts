import { describe, expect, test } from 'vitest'
import { describeGolden } from '../../../test/support/golden.ts'
import { parseTinyKusto } from '../../../test/support/tiny-kusto.ts'
import type { Span } from '../../base/index.ts'
import { printLogic, type Rule, testsOf } from '../../ir/index.ts'
import { holdsKusto } from './find-queries.ts'
import { parseKustoFile } from './parse-kusto-file.ts'

const readers = { parseKusto: parseTinyKusto, splitKusto: splitAtTables }

/** Parts are what stands between blank lines; comments alone go with the next. */
function splitAtTables(text: string): readonly Span[] {
  const starts = [...text.matchAll(/\n\n(?=\w|\/\/)/g)].map(({ index }) => index + 2)
  const isCode = (from: number, to: number): boolean => /^\s*\w/m.test(text.slice(from, to))
  const parts: Span[] = []
  for (const end of [...starts, text.length]) {
    const start = parts.at(-1)?.end ?? 0
    if (isCode(start, end)) parts.push({ start, end })
  }
  return parts
}

function printRule(text: string, rule: Rule): string {
  const { title, status, authors, references, description, tags, span, body } = rule
  expect(text.slice(span.start, span.end)).toBe(body)
  return [
    [title, status, ...authors, ...references].filter(word => word !== undefined).join(' | '),
    ...(description === undefined ? [] : [description.replace(/^/gm, '  ')]),
    tags.map(tag => `${tag.text} “${text.slice(tag.span.start, tag.span.end).trim()}”`).join('\n'),
    printLogic(rule.logic),
    body.replace(/^/gm, '> '),
  ].join('\n')
}

/** A case is the file’s name and, behind it, the file. */
describeGolden(new URL('./kusto-files.golden.txt', import.meta.url), input => {
  const [name = '', ...lines] = input.split('\n')
  const text = lines.join('\n')
  const { value, diagnostics } = parseKustoFile(name, text, readers)
  expect(diagnostics).toEqual([])
  return value.rules.map(({ value: rule }) => printRule(text, rule)).join('\n')
})

test('the places of tests are in the file', () => {
  const text = '# Title\n\n```kusto\nT\n| where a=1\n```\n\n~~~\nU | where b=2\n\n  c=3\n~~~\n'
  const { rules } = parseKustoFile('x.md', text, readers).value
  const tests = rules.flatMap(({ value }) =>
    value.logic.stages.flatMap(s => (s.kind === 'filter' ? testsOf(s.expression) : [])),
  )
  expect(tests.map(({ span }) => text.slice(span.start, span.end))).toEqual(['a=1', 'b=2', 'c=3'])
})

describe('a file holds Kusto', () => {
  test.each([
    ['a.kql', 'T', true],
    ['a.csl', 'print 1', true],
    ['a.kql', ' \n', false],
    ['a.txt', 'T | where a=1', true],
    ['a.txt', 'T\n  |  summarize count()', true],
    ['a.txt', 'Where is it? ls | sort', false],
    ['a.md', '# T\n```\nT | where a=1\n```\n', true],
    ['a.md', '# T\n```KQL\nT\n```\n', true],
    ['a.md', '# T\n```powershell\nGet-X | where a\n```\n', false],
    ['a.md', '# T\n```\nls -l\n```\n', false],
    ['a.md', '# T\n## Query\nT\n| where a=1\n## Category\n', true],
    ['a.md', '# T\nT\n| where a=1\n', false],
    ['a.md', '| where | what |\n|---|---|\n', false],
  ])('%s: %j', (name, text, holds) => {
    expect(holdsKusto(name, text)).toBe(holds)
    if (holds) expect(parseKustoFile(name, text, readers).value.rules).toHaveLength(1)
  })
})

test('pages of nothing but marks are read in time with their length', () => {
  for (const line of ['```\n', '#\n', '|\n', '// \n', '\n', '|where ', '**author:']) {
    const text = line.repeat(100_000)
    expect(parseKustoFile('x.md', text, { ...readers, splitKusto: () => [] }).value.rules).toEqual(
      [],
    )
    holdsKusto('x.txt', text)
  }
})
