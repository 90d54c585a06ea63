import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeFolder } from '../../test/support/make-folder.ts'
import { readRuleSources } from './rule-source.ts'

const rule = (title: string, more: string = ''): string => `title: ${title}
logsource: { product: windows, category: process_creation }
${more}detection:
  selection: { Image: x }
  condition: selection
`
const folder = makeFolder({
  LICENSE: 'Detection Rule License (DRL) 1.1\n',
  'a/one.yml': rule('One', 'id: 1\nname: one\n'),
  'a/two.yaml': `${rule('Two')}---\n${rule('Three', 'license: MIT\n')}`,
  'a/.hidden/no.yml': rule('Hidden'),
  'b/filter.yml': `title: F
logsource: { product: windows, category: process_creation }
filter:
  rules: [one, nobody]
  selection: { User: u }
  condition: not selection
`,
  'config.yaml': 'servers: [a, b]\n',
  'notes.txt': 'no rule',
  'broken.yml': 'title: [\n',
  'c/LICENSE.md': 'Permission is hereby granted, free of charge\n',
  'c/mit.yml': rule('Four'),
})
afterAll(() => rmSync(folder, { recursive: true }))
const set = readRuleSources([{ name: 'mine', path: folder }])

test('every rule of a folder is read, in the order of its paths', () => {
  expect(set.rules.map(r => [r.slug, r.rule.title])).toEqual([
    ['one', 'One'],
    ['two-1', 'Two'],
    ['two-2', 'Three'],
    ['broken', ''],
    ['mit', 'Four'],
  ])
  expect(set.rules.every(r => r.vendor === 'mine')).toBe(true)
  expect(set.otherFiles).toEqual([join(folder, 'config.yaml')])
})

test('a rule without an id gets one from its place, always the same', () => {
  const again = readRuleSources([{ name: 'mine', path: folder }])
  expect(set.rules.map(r => r.id)).toEqual(again.rules.map(r => r.id))
  expect(set.rules[0]?.id).toBe('1')
  expect(new Set(set.rules.map(r => r.id)).size).toBe(set.rules.length)
})

test('the licence is the rule’s own, else that of the nearest folder that has one', () => {
  expect(set.rules.map(r => [r.rule.title, r.license])).toEqual([
    ['One', 'DRL-1.1'],
    ['Two', 'DRL-1.1'],
    ['Three', 'MIT'],
    ['', 'DRL-1.1'],
    ['Four', 'MIT'],
  ])
})

test('a filter applies to the rule that it names, and says what it names in vain', () => {
  const [one] = set.rules
  expect(one?.rule.logic.stages.map(s => [s.kind, s.origin?.title])).toEqual([
    ['source', undefined],
    ['filter', undefined],
    ['filter', 'F'],
  ])
  expect(set.filters.flatMap(f => f.diagnostics.map(d => d.code))).toEqual(['sigma/unknown-rule'])
})

test('a broken file keeps its problem with its rule, and is not taken for another file', () => {
  const broken = set.rules.find(r => r.slug === 'broken')
  expect(broken?.diagnostics.map(d => d.code)).toContain('yaml/syntax')
})

test('a file that is read twice counts once', () => {
  const twice = readRuleSources([{ path: folder }, { path: join(folder, 'a', 'one.yml') }])
  expect(twice.rules.filter(r => r.rule.title === 'One')).toHaveLength(1)
})

test('what is named and cannot be read as rules is listed', () => {
  const named = readRuleSources([
    { path: join(folder, 'config.yaml') },
    { path: join(folder, 'nowhere') },
  ])
  expect(named.rules).toEqual([])
  expect(named.unreadable.map(u => u.reason)).toEqual([
    'the file holds no rule',
    'no such file or folder',
  ])
})
