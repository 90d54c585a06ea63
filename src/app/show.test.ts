import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeFolder } from '../../test/support/make-folder.ts'
import { checkRules } from './check.ts'
import { showRules } from './show.ts'

const rule = (title: string, image: string, more: string = ''): string => `title: ${title}
id: 0b4cd8b7-2ff2-4e7e-8a53-f6f1b1c3a4d5
status: test
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image: ${image} }
${more}  condition: selection
`
const folder = makeFolder({
  'one/a.yml': rule('One', 'x'),
  'two/a.yml': rule('Two', 'x', '  unused: { User: u }\n'),
  'two/b.yml': 'title: [\n',
})
afterAll(() => rmSync(folder, { recursive: true }))
const sources = ['one', 'two'].map(name => ({ name, path: join(folder, name) }))

test('a file that lies in a source is one rule of that source', () => {
  const { rules, set } = showRules({ file: join(folder, 'one', 'a.yml'), sources })
  expect(rules.map(page => [page.vendor, page.title, page.indicators[0]?.others])).toEqual([
    ['one', 'One', 0],
  ])
  expect(set.rules.filter(({ vendor }) => vendor === 'one')).toHaveLength(1)
})

test('an id that two sources have gives two pages, each with the other as its copy', () => {
  const { rules } = showRules({ id: '0b4cd8b7-2ff2-4e7e-8a53-f6f1b1c3a4d5', sources })
  expect(rules.map(page => [page.vendor, page.copies.map(copy => copy.vendor)])).toEqual([
    ['one', ['two']],
    ['two', ['one']],
  ])
})

test('vendor and slug name one of them, and nothing names none', () => {
  expect(showRules({ id: 'two:a', sources }).rules.map(page => page.title)).toEqual(['Two'])
  expect(showRules({ id: 'nobody', sources }).rules).toEqual([])
})

test('a check lists files by path, lints only when asked to', () => {
  const codes = (lints: boolean): readonly (readonly string[])[] =>
    checkRules(sources, { lints }).files.map(({ path, diagnostics }) => [
      path.slice(folder.length + 1).replaceAll('\\', '/'),
      ...diagnostics.map(({ diagnostic }) => diagnostic.code),
    ])
  const [plain] = codes(false)
  expect(plain?.[0]).toBe('two/b.yml')
  expect(codes(true).map(([path]) => path)).toEqual(['two/a.yml', 'two/b.yml'])
  expect(codes(true)[0]).toContain('lint/unused-selection')
})

test('what a filter rule added has no line in the rule’s own file', () => {
  const filtered = makeFolder({
    'a.yml': rule('One', 'x'),
    'f.yml': `title: Ours
logsource: { product: windows, category: process_creation }
filter:
  rules: any
  selection: { User: svc, Company|exists: false }
  condition: not selection
`,
  })
  const [page] = showRules({ id: 'a', sources: [{ path: filtered }] }).rules
  expect(page?.stages.map(s => [s.kind, s.origin?.title, s.span.line > 0])).toEqual([
    ['source', undefined, true],
    ['filter', undefined, true],
    ['filter', 'Ours', false],
  ])
  expect(page?.predicates.map(p => [p.field, p.span.line])).toEqual([
    ['Image', 6],
    ['User', 0],
    ['Company', 0],
  ])
  expect(page?.indicators.map(i => [i.field, i.span.line])).toContainEqual(['Image', 6])
  expect(page?.exclusions.map(e => [e.field, e.span.line])).toEqual([['User', 0]])
  rmSync(filtered, { recursive: true })
})

test('a rule of too many branches says so', () => {
  const names = Array.from({ length: 13 }, (_, i) => `s${i}`)
  const selections = names.map((name, i) => `  ${name}: [{ Image: a${i} }, { User: b${i} }]`)
  const many = makeFolder({
    'many.yml': `title: Many
logsource: { product: windows, category: process_creation }
detection:
${selections.join('\n')}
  condition: all of s*
`,
  })
  const [page] = showRules({ id: 'many', sources: [{ path: many }] }).rules
  expect(page?.branches).toBe(8192)
  expect(page?.diagnostics.map(d => d.code)).toEqual(['logic/branch-limit'])
  rmSync(many, { recursive: true })
})
