import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { makeFolder } from '../support/make-folder.ts'
import { runIndicia } from './run-indicia.ts'

const rule = (number: number): string => `title: Rule ${number}
id: 8f1a1c3c-9d1a-4c28-8c0f-${String(number).padStart(12, '0')}
status: test
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\whoami${number % 40}.exe', CommandLine|contains: 'a${number}' }
  condition: selection
`
const folder = makeFolder({
  'rules/one.yml': rule(1),
  'rules/two.yml': rule(2),
  'none/config.yml': 'a: 1\n',
})
afterAll(() => rmSync(folder, { recursive: true }))
const cwd = folder

describe('indicia build', () => {
  test('writes catalog.duckdb into the current folder and says what is in it', async () => {
    const { code, out, err } = await runIndicia(['build', 'rules'], { cwd })
    expect([code, out]).toEqual([0, ''])
    expect(err).toMatch(/^rules: 2 rules in 2 files\n/)
    expect(err).toMatch(
      /\n2 rules in 2 files; no diagnostics\ncatalog\.duckdb: [\d.]+ MB, written anew; [\d.]+ s\n$/,
    )
  })

  test('says that nothing has changed, also as JSON', async () => {
    const { code, out, err } = await runIndicia(['build', 'rules', '--json'], { cwd })
    expect(err).toContain('all inputs are unchanged, so it was left as it is')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      path: 'catalog.duckdb',
      isUnchanged: true,
      rules: 2,
      sources: [{ name: 'rules', files: 2 }],
    })
  })

  test('exits with 3 when something was not read, and says why', async () => {
    const words = ['build', 'own=rules', 'nowhere', '-o', 'some.duckdb']
    const { code, err } = await runIndicia(words, { cwd })
    expect(code).toBe(3)
    expect(err).toContain('not read nowhere: no such file or folder\n')
    expect(err).toContain('own: 2 rules in 2 files\n')
  })

  test('exits with 4 when there is no rule', async () => {
    const { code, err } = await runIndicia(['build', 'none', '-o', 'none.duckdb'], { cwd })
    expect(code).toBe(4)
    expect(err).toContain('there was no rule to keep')
    expect(readdirSync(folder)).not.toContain('none.duckdb')
  })

  test('exits with 2 when it would overwrite something else', async () => {
    writeFileSync(join(folder, 'letter.txt'), 'Dear reader')
    const { code, err } = await runIndicia(['build', 'rules', '-o', 'letter.txt'], { cwd })
    expect([code, err]).toEqual([
      2,
      'indicia: letter.txt: is no catalogue of Indicia; it is not overwritten\n',
    ])
  })

  test('gives the same tables whatever the number of threads', async () => {
    const many = makeFolder({
      ...Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`r/${i}.yml`, rule(i)])),
      'r/macros/m.yml': 'name: m\ndefinition: tool=x\n',
      'r/search.yml': 'name: S\ntype: TTP\nsearch: "`m`"\nhow_to_implement: y\n',
      'r/query.kql': 'DeviceProcessEvents | where FileName == "x.exe"\n',
    })
    const tables = new Set<string>()
    const threads: unknown[] = []
    for (const jobs of ['1', '2', '3']) {
      const file = `${jobs}.duckdb`
      const words = ['build', 'r', '-o', file, '--jobs', jobs, '--no-cache', '--json']
      threads.push(JSON.parse((await runIndicia(words, { cwd: many })).out).threads)
      const all = ['rules', 'tests', 'indicators', 'rule_events'].map(async table => {
        const { out } = await runIndicia(['sql', `FROM ${table}`, '--catalog', file], { cwd: many })
        return out
      })
      tables.add((await Promise.all(all)).join('\n'))
    }
    expect(threads).toEqual([0, 2, 3])
    expect(tables.size).toBe(1)
    expect([...tables][0]).toMatch(/,tool,tool,[^\n]*,equals,x,/)
    rmSync(many, { recursive: true })
  }, 120_000)
})

describe('indicia sql', () => {
  const sql = (...words: string[]) => runIndicia(['sql', ...words], { cwd })

  test('gives CSV where there is no terminal, and JSON lines when asked', async () => {
    const query = `SELECT rule, title, tags, level AS "the level" FROM rules ORDER BY rule`
    expect(await sql(query)).toEqual({
      code: 0,
      out: 'rule,title,tags,the level\n0,Rule 1,[],high\n1,Rule 2,[],high\n',
      err: '',
    })
    const { out } = await sql(query, '--json')
    expect(out.split('\n')[0]).toBe('{"rule":0,"title":"Rule 1","tags":[],"the level":"high"}')
  })

  test('shows what is wrong with a query and where', async () => {
    const { code, out, err } = await sql('SELECT titel FROM rules')
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^indicia: Binder Error: .*titel/)
    expect(err).toContain('^')
    expect(err).not.toContain('    at ')
  })

  test('reads nothing but the catalogue', async () => {
    const { code, err } = await sql("SELECT * FROM read_csv('/etc/passwd')")
    expect(code).toBe(2)
    expect(err).toMatch(/disabled/)
  })

  test('says when there is no catalogue', async () => {
    const { code, err } = await sql('SELECT 1', '--catalog', 'absent.duckdb')
    expect([code, err]).toEqual([
      4,
      'indicia: absent.duckdb: there is no such file; indicia build makes it\n',
    ])
  })
})

/** A repository in a folder, as git makes it. */
function git(at: string, ...words: string[]): string {
  const identity = [
    '-c',
    'user.name=t',
    '-c',
    'user.email=t@example.org',
    '-c',
    'commit.gpgsign=false',
  ]
  return execFileSync('git', [...identity, ...words], { cwd: at, encoding: 'utf8', stdio: 'pipe' })
}

describe('indicia sync', () => {
  const origin = makeFolder({
    'rules/one.yml': rule(1),
    'touched.sh': '#!/bin/sh\ntouch ../touched\n',
  })
  git(origin, 'init', '-q', '-b', 'main')
  git(origin, 'add', '.')
  git(origin, 'commit', '-q', '-m', 'One')
  const url = `file://${origin}`
  const work = makeFolder({})
  afterAll(() => {
    rmSync(origin, { recursive: true })
    rmSync(work, { recursive: true })
  })
  const name = origin.split('/').at(-1) ?? ''
  const sync = (...words: string[]) =>
    runIndicia(['sync', '--dir', 'sets', ...words], { cwd: work })

  test('clones the last commit, then brings it up to date', async () => {
    const head = git(origin, 'rev-parse', 'HEAD').trim()
    expect(await sync(url)).toEqual({
      code: 0,
      out: `sets/${name} fetched at ${head.slice(0, 12)}\n`,
      err: '',
    })
    expect(await sync(url)).toMatchObject({
      code: 0,
      out: `sets/${name} unchanged at ${head.slice(0, 12)}\n`,
    })
    writeFileSync(join(origin, 'rules/two.yml'), rule(2))
    git(origin, 'rm', '-q', 'rules/one.yml')
    git(origin, 'add', '.')
    git(origin, 'commit', '-q', '-m', 'Two')
    const next = git(origin, 'rev-parse', 'HEAD').trim()
    const { out } = await sync(url, '--json')
    expect(JSON.parse(out)).toEqual({
      name,
      url,
      path: `sets/${name}`,
      state: 'updated',
      commit: next,
    })
    expect(readdirSync(join(work, 'sets', name, 'rules'))).toEqual(['two.yml'])
    expect(git(join(work, 'sets', name), 'rev-list', '--count', 'HEAD').trim()).toBe('1')
  })

  test('a catalogue of it says which commit it is', async () => {
    const { out } = await runIndicia(['build', `sets/${name}`, '--json'], { cwd: work })
    expect(JSON.parse(out).sources[0]).toMatchObject({
      commit: git(origin, 'rev-parse', 'HEAD').trim(),
      url,
      rules: 1,
    })
  })

  test('leaves changes of the user alone', async () => {
    writeFileSync(join(work, 'sets', name, 'rules', 'two.yml'), 'mine')
    const { code, err } = await sync(url)
    expect(code).toBe(4)
    expect(err).toContain('has changes of yours')
    git(join(work, 'sets', name), 'checkout', '-q', '.')
  })

  test('does not touch a folder that is something else', async () => {
    const other = `file://${work}/elsewhere/${name}`
    const { code, err } = await sync(other)
    expect(code).toBe(4)
    expect(err).toContain(`is a clone of ${url}, not of ${other}`)
  })

  test('says what git says when there is nothing to fetch, and does the rest', async () => {
    const { code, out, err } = await sync(`file://${work}/absent`, url)
    expect(code).toBe(3)
    expect(err).toMatch(/absent: .*does not (?:exist|appear to be a git repository)/)
    expect(err).not.toContain('    at ')
    expect(out).toContain('unchanged')
    expect(readdirSync(join(work, 'sets'))).toEqual([name])
  })

  test('runs no hook, neither of the set nor of the user’s template', async () => {
    const target = join(work, 'sets', name)
    writeFileSync(join(target, '.git', 'hooks-are-off'), '')
    expect(readdirSync(join(target, '.git'))).not.toContain('hooks')
    expect(readdirSync(work)).not.toContain('touched')
  })

  test.each([
    ['nonsense', 'is neither a git URL nor one of'],
    ['ext::sh -c touch% touched', 'is neither a git URL nor one of'],
    ['--upload-pack=x', 'unknown option'],
    ['https://example.org/a?b', 'does not say what its folder is to be called'],
  ])('refuses %s', async (word, message) => {
    const { code, err } = await sync(word)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })

  test('refuses two sets that would be one folder', async () => {
    const { code, err } = await sync('https://example.org/a/x', 'https://example.org/b/x.git')
    expect([code, err]).toEqual([2, 'indicia: two of the sets would go into the folder “x”\n'])
  })
})
