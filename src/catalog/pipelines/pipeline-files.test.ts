import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../../../test/support/make-folder.ts'
import { readPipelineFiles } from './pipeline-files.ts'

const folder = makeFolder({
  'one.txt': 'a',
  'many/b.yaml': 'b',
  'many/A.YML': 'c',
  'many/readme.md': 'd',
  'none/readme.md': 'e',
})

test('files are read as given, and of folders those of YAML by name', () => {
  const paths = ['one.txt', 'many'].map(path => join(folder, path))
  const { files, unreadable } = readPipelineFiles(paths)
  expect(files.map(({ text }) => text)).toEqual(['a', 'c', 'b'])
  expect(unreadable).toEqual([])
})

test('what is absent, and a folder without pipelines, is listed', () => {
  const paths = ['absent.yml', 'none'].map(path => join(folder, path))
  const { files, unreadable } = readPipelineFiles(paths)
  expect(files).toEqual([])
  expect(unreadable.map(({ path }) => path)).toEqual(paths)
})
