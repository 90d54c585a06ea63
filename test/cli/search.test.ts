import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeFolder } from '../support/make-folder.ts'
import { runIndicia } from './run-indicia.ts'

const rule = (name: string, status: string, image: string): string => `title: ${name}
id: ${name}-id
status: ${status}
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\${image}.exe' }
  condition: selection
`
const cwd = makeFolder({
  'a/tunnel.yml': rule('Tunnel', 'test', 'frpc'),
  'a/old.yml': rule('Old', 'deprecated', 'frpc'),
  'b/other.yml': rule('Other', 'test', 'frpc'),
})
beforeAll(async () => {
  const { code } = await runIndicia(['build', 'a', 'b'], { cwd })
  expect(code).toBe(0)
})
afterAll(() => rmSync(cwd, { recursive: true }))

const search = (...words: readonly string[]) => runIndicia(['search', ...words], { cwd })

describe('indicia search', () => {
  test('takes a line in one word or in several, and terms that begin with a dash', async () => {
    const { code, out, err } = await search('\\frpc.exe', '-status:deprecated', '--csv')
    expect(code).toBe(0)
    expect(out.split('\n').map(line => line.split(',')[0])).toEqual([
      'id',
      'Tunnel-id',
      'Other-id',
      '',
    ])
    expect(err).toBe('2 rules\n')
    const one = await search('\\frpc.exe -status:deprecated', '--csv')
    expect(one.out).toBe(out)
  })

  test('gives rows as JSON lines, as many as asked for', async () => {
    const { out, err } = await search('frpc', '--sort', 'title', '--limit', '1', '--json')
    expect(JSON.parse(out)).toMatchObject({
      title: 'Old',
      address: 'rules/a/old',
      isCounted: false,
    })
    expect(err).toBe('3 rules, 1 of them shown\n')
  })

  test('shows where a query is wrong, answers the rest, and exits with 2', async () => {
    const { code, out, err } = await search('vendr:a tunnel')
    expect(code).toBe(2)
    expect(out).toContain('Tunnel')
    expect(err).toBe(
      'error: “vendr” is no field\n  vendr:a tunnel\n  ^^^^^^ help: did you mean “vendor:”?\n1 rule\n',
    )
  })

  test('shows of a long query the part that a problem is about', async () => {
    const { err } = await search(`${'tunnel '.repeat(20)}vendr:a ${'tunnel '.repeat(20)}`)
    const [, line = '', mark = ''] = err.split('\n')
    expect(line.length).toBeLessThan(110)
    expect(line.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('vendr:')
  })

  test('refuses what is no number, no order and no catalogue', async () => {
    expect(await search('x', '--limit', 'many')).toMatchObject({ code: 2 })
    expect(await search('x', '--sort', 'colour')).toMatchObject({ code: 2 })
    const { code, err } = await search('x', '--catalog', 'none.duckdb')
    expect([code, err]).toEqual([4, expect.stringContaining('none.duckdb: there is no such file')])
  })
})

describe('indicia show --catalog', () => {
  const show = (...words: readonly string[]) =>
    runIndicia(['show', ...words, '--catalog', 'catalog.duckdb'], { cwd })

  test('finds a rule by id, name or address, and counts over the catalogue', async () => {
    for (const name of ['Tunnel-id', 'tunnel', 'a:TUNNEL', 'rules/a/tunnel']) {
      const { code, out } = await show(name, '--json')
      expect(code).toBe(0)
      expect(JSON.parse(out)).toMatchObject({
        id: 'Tunnel-id',
        copies: [{ id: 'Old-id' }, { id: 'Other-id' }],
      })
    }
  })

  test('says that nothing has the id, and what does not go together', async () => {
    expect(await show('nobody')).toMatchObject({ code: 4, out: '' })
    expect(await show('tunnel', '--source', 'a')).toMatchObject({ code: 2 })
  })
})
