import { expect, test } from 'vitest'
import { companionEndings, companionFolders, readEndings } from '../rule-file-name.ts'
import { isSameRepository, recogniseSource } from './recognise-source.ts'
import { findVendor, mayHoldRules, recogniseFile, vendors } from './register.ts'

test('ids are unique, and are words that a command line takes', () => {
  const ids = vendors.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter(id => !/^[a-z][a-z0-9]*$/.test(id))).toEqual([])
})

test('the endings that are read are those of vendors with a front end', () => {
  const endings = vendors.flatMap(({ endings }) => endings)
  expect([...new Set(endings)].sort()).toEqual(readEndings.toSorted())
})

test('the files that rules are read with are those of the vendors', () => {
  const kinds = vendors.flatMap(({ companions }) => companions ?? [])
  const endings = kinds.flatMap(kind => (kind.reach === 'folder' ? kind.endings : []))
  const folders = kinds.flatMap(kind => (kind.reach === 'source' ? kind.folders : []))
  expect([...new Set(endings)].sort()).toEqual(companionEndings.toSorted())
  expect([...new Set(folders)].sort()).toEqual(companionFolders.toSorted())
})

test.each([
  ['plain Sigma', 'a.yml', 'title: A\nlogsource: {}\ndetection:\n  a: 1\n', 'sigma'],
  ['a correlation', 'a.YAML', 'title: A\r\ncorrelation:\r\n  type: event_count\r\n', 'sigma'],
  ['a filter', 'a.yml', 'title: A\nlogsource:\n  product: x\nfilter:\n  rules: any\n', 'sigma'],
  ['Hayabusa', 'a.yml', 'title: A\ndetection:\n  a: 1\nruletype: Hayabusa\n', 'hayabusa'],
  ['Joe Security', 'a.yml', 'threatname:\nbehaviorgroup: 2\ndetection:\n  a: 1\n', 'joesecurity'],
  ['mdecrevoisier', 'a.yaml', 'author: mdecrevoisier\ndetection:\n  a: 1\n', 'mdecrevoisier'],
  ['Elastic', 'a.toml', '[metadata]\n\n[rule]\nname = "A"\n', 'elastic'],
  ['Splunk', 'a.yml', 'name: A\ntype: TTP\nsearch: x\nhow_to_implement: y\n', 'splunk'],
  ['a macro of Splunk', 'a.yml', 'name: A\ndefinition: x\n', undefined],
  ['Sentinel', 'a.yaml', 'id: 1\nname: A\nrelevantTechniques: []\nquery: |\n  T\n', 'sentinel'],
  ['YARA-L', 'a.yaral', 'rule a {\n  events:\n    $e.x = 1\n}\n', 'chronicle'],
  ['Panther', 'a.yml', 'AnalysisType: "scheduled_rule"\n', 'panther'],
  ['a data model of Panther', 'a.yml', 'AnalysisType: datamodel\n', undefined],
  ['Sublime', 'a.yml', 'name: A\ntype: "rule"\nsource: |\n  type.inbound\n', 'sublime'],
  ['Anvilogic', 'a.yml', 'title: A\nlogic_format: splunk\nlogic: x\n', 'anvilogic'],
  ['Kusto', 'a.kql', 'T\n', 'defender'],
  ['Kusto in Markdown', 'a.md', '# A\n```\nT\n| where x\n```\n', 'defender'],
  ['words', 'a.md', '# A\n\nWhere is it?\n', undefined],
  ['configuration', 'a.yml', 'servers: [a]\n', undefined],
  ['the right text under another name', 'a.json', 'detection:\n', undefined],
])('a file of %s is recognised by its shape', (_, name, text, id) => {
  expect(recogniseFile({ name, text })?.id).toBe(id)
})

test('other files need not be opened', () => {
  expect(['a.yml', 'b.TOML', 'c.md', 'd.png', 'LICENSE'].map(mayHoldRules)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})

const files = (...ids: string[]) => ids.flatMap(id => findVendor(id) ?? [])

test('a source is its vendor’s by what most of its files are', () => {
  expect(recogniseSource({ files: files('sigma', 'hayabusa', 'hayabusa') })?.id).toBe('hayabusa')
  expect(recogniseSource({ files: [] })).toBeUndefined()
})

test('plain Sigma and plain Kusto are a vendor’s only if the licence names it', () => {
  const license = 'The rules contained in the SigmaHQ repository are released under'
  expect(recogniseSource({ files: files('sigma') })).toBeUndefined()
  expect(recogniseSource({ files: files('sigma'), license: 'MIT License' })).toBeUndefined()
  expect(recogniseSource({ files: files('sigma'), license })?.id).toBe('sigma')
  const kusto = 'Copyright (c) 2024 reprise99'
  expect(recogniseSource({ files: files('defender'), license: kusto })?.id).toBe('reprise99')
  expect(recogniseSource({ files: files('sigma'), license: kusto })).toBeUndefined()
})

test('a clone of a vendor’s repository is the vendor’s', () => {
  const remote = 'git@github.com:sigmahq/Sigma.git'
  expect(recogniseSource({ files: [], remote })?.id).toBe('sigma')
  expect(isSameRepository('https://user@github.com/a/b/', 'ssh://git@github.com/A/B.git')).toBe(
    true,
  )
  expect(isSameRepository('https://github.com/a/b', 'https://github.com/a/bc')).toBe(false)
})
