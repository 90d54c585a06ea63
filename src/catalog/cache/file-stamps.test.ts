import { rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeFolder } from '../../../test/support/make-folder.ts'
import { stampRuleFiles } from './file-stamps.ts'

const folder = makeFolder({
  '.git/HEAD': 'ref: refs/heads/main\n',
  LICENSE: 'MIT',
  'macros/a.yml': 'name: a\n',
  'lookups/b.yml': 'name: b\n',
  'stories/c.yml': 'name: c\n',
  'rules/one.yml': 'name: one\n',
  'rules/two.kql': 'T\n',
  'rules/picture.png': '',
})
afterAll(() => rmSync(folder, { recursive: true }))

const stamped = (path: string): readonly string[] =>
  stampRuleFiles([{ path: join(folder, path) }]).map(stamp => relative(folder, stamp.path))

test('a folder is stamped with its rules, and what lies above it that they are read with', () => {
  expect(stamped('rules').toSorted()).toEqual([
    'LICENSE',
    'lookups/b.yml',
    'macros/a.yml',
    'rules/one.yml',
    'rules/two.kql',
  ])
})

test('so is a file alone, without its neighbours', () => {
  expect(stamped('rules/one.yml').toSorted()).toEqual([
    'LICENSE',
    'lookups/b.yml',
    'macros/a.yml',
    'rules/one.yml',
  ])
})

test('what lies in the folder itself is stamped once', () => {
  expect(stamped('.').filter(path => path === 'macros/a.yml')).toHaveLength(1)
})
