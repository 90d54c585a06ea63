import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeFolder } from '../../test/support/make-folder.ts'
import { companionFinder, type PathText } from './companions.ts'
import type { CompanionKind, Vendor } from './vendors/vendor.ts'

const folder = makeFolder({
  '.git/HEAD': 'ref: refs/heads/main\n',
  'words/a.txt': 'is a: calls b',
  'words/b.txt': 'is b: calls a',
  'words/other.txt': 'is c: nothing',
  'rules/deep/rule.txt': 'calls a',
  'rules/deep/beside.py': 'print(1) # calls lists.py calls beside.py',
  'rules/deep/lists.py': 'X = 1',
  'rules/secret.py': 'print(2)',
})
afterAll(() => rmSync(folder, { recursive: true }))

const callsOf = (text: string): readonly string[] =>
  [...text.matchAll(/calls ([\w./]+)/g)].map(([, name = '']) => name)

const vendorOf = (companions: CompanionKind): Vendor => ({
  id: 'words',
  title: 'Words',
  url: 'https://example.com',
  shape: 'Words',
  endings: ['.txt'],
  recognises: () => true,
  companions,
  parse: () => ({ value: { rules: [], filters: [] }, diagnostics: [] }),
})
let reads = 0
const shared = vendorOf({
  reach: 'source',
  folders: ['words', 'terms'],
  nameOf: ({ text }) => /^is (\w+)/.exec(text)?.[1],
  read: text => {
    reads++
    return text.includes('nothing') ? undefined : text
  },
  callsOf,
})
const file = (text: string): PathText => ({ path: join(folder, 'rules/deep/rule.txt'), text })

test('files are found in the source through one another, each once, and read once', () => {
  const texts = [
    { path: 'x/a.txt', text: 'is a: calls b' },
    { path: 'x/b.txt', text: 'is b: calls a' },
    { path: 'x/b2.txt', text: 'is b: the other' },
    { path: 'x/c.txt', text: 'is c: calls a' },
  ]
  const finder = companionFinder('x', () => texts)
  const found = finder.find({ path: 'x/rule.txt', text: 'calls a calls nobody' }, shared)
  expect(found).toEqual([
    { name: 'a', value: 'is a: calls b' },
    { name: 'b', value: 'is b: calls a' },
    { name: 'b', value: 'is b: the other' },
  ])
  const before = reads
  expect(finder.find({ path: 'x/rule.txt', text: 'calls b' }, shared)).toHaveLength(3)
  expect(reads).toBe(before)
})

test('a source without such files looks into the folder of them above it', () => {
  for (const path of ['rules', 'rules/deep', 'rules/deep/rule.txt']) {
    const finder = companionFinder(join(folder, path), () => [file('calls a')])
    expect(finder.find(file('calls a calls c'), shared).map(({ name }) => name)).toEqual(['a', 'b'])
  }
  const outside = companionFinder(folder, () => [file('calls a')])
  expect(outside.find(file('calls a'), shared)).toEqual([])
})

test('neighbours lie in the folder of the file, whatever it calls them', () => {
  const neighbours = vendorOf({ reach: 'folder', endings: ['.py'], callsOf })
  const finder = companionFinder(folder, () => [])
  const calls = 'calls beside.py calls ../secret.py calls rule.txt calls gone.py'
  expect(finder.find(file(calls), neighbours)).toEqual([
    { name: 'beside.py', value: 'print(1) # calls lists.py calls beside.py' },
    { name: 'lists.py', value: 'X = 1' },
  ])
})

test('vendors without companions have none, and nothing is listed for them', () => {
  const finder = companionFinder(folder, () => {
    throw new Error('nobody asked')
  })
  const { companions, ...plain } = shared
  expect([finder.find(file('calls a'), plain), finder.find(file('calls a'), undefined)]).toEqual([
    [],
    [],
  ])
})
