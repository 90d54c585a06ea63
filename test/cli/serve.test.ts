import { copyFileSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkLinks } from '../support/check-links.ts'
import { makeFolder } from '../support/make-folder.ts'
import { ruleFiles } from '../support/make-site.ts'
import { runIndicia, serveIndicia } from './run-indicia.ts'

interface Stats {
  readonly totals: { readonly rules: number }
}

const rulesOf = async (address: string): Promise<number> => {
  const stats = (await (await fetch(`${address}/api/v1/stats`)).json()) as Stats
  return stats.totals.rules
}

/** Asks until the answer is as wanted; the server looks at its file once a second. */
async function eventually<T>(
  ask: () => Promise<T> | T,
  isWanted: (answer: T) => boolean,
): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (isWanted(answer)) return answer
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

async function makeCatalogueFile(folder: string, name: string, files: typeof ruleFiles) {
  const rules = makeFolder(files)
  const build = await runIndicia(['build', `own=${rules}`, '-o', name], { cwd: folder })
  expect(build.code).toBe(0)
}

test('without a catalogue, the starter pack is served with what it finds', async () => {
  const served = await serveIndicia([], makeFolder({}))
  expect(served.said()).toMatch(/^\d+ rules of the starter pack, \d+ sample events, \d+ matches$/m)
  const home = await (await fetch(served.address)).text()
  expect(home).toContain('href="matches"')
  const matches = await (await fetch(`${served.address}/matches`)).text()
  expect(matches).toContain('<mark>')
  const script = await fetch(`${served.address}/assets/site.js`)
  expect([script.status, script.headers.get('Content-Type')]).toEqual([
    200,
    'text/javascript; charset=utf-8',
  ])
  expect(await served.stop('SIGTERM')).toBe(0)
})

test('a catalogue that is built again is served anew; what is no whole one is refused', async () => {
  const folder = makeFolder({})
  const path = join(folder, 'catalog.duckdb')
  await makeCatalogueFile(folder, 'catalog.duckdb', ruleFiles)
  const served = await serveIndicia([], folder)
  expect(await rulesOf(served.address)).toBe(4)

  const { 'own/cloud.yml': cloud = '' } = ruleFiles
  await makeCatalogueFile(folder, 'one.duckdb', { 'own/cloud.yml': cloud })
  const whole = readFileSync(join(folder, 'one.duckdb'))
  writeFileSync(path, whole.subarray(0, whole.length / 2))
  const told = await eventually(
    async () => {
      await rulesOf(served.address)
      return served.said()
    },
    said => said.includes('is still served'),
  )
  expect(told).toContain(`${path.replace(`${folder}/`, '')}: `)
  expect(await rulesOf(served.address)).toBe(4)

  renameSync(join(folder, 'one.duckdb'), path)
  await eventually(
    () => rulesOf(served.address),
    rules => rules === 1,
  )
  expect(await served.stop('SIGINT')).toBe(0)
})

describe('what cannot be served is said in one line', () => {
  test.each([
    [['serve', 'none.duckdb'], 4, /^indicia: none\.duckdb: there is no such file/],
    [['serve', 'text.duckdb'], 4, /^indicia: text\.duckdb: is no catalogue/],
    [['serve', '--port', '0', '--host', '192.0.2.1'], 4, /no address of this machine/],
    [['serve', '--port', ''], 2, /--port takes a number/],
    [['export', 'none.duckdb', '-o', 'out'], 4, /^indicia: none\.duckdb: there is no such file/],
    [['export'], 2, /--output/],
    [['export', '-o', 'out', '--url', 'ftp://x'], 2, /--url takes/],
    [['export', '-o', '.'], 2, /not empty/],
  ] as const)('%j', async (command, code, message) => {
    const folder = makeFolder({ 'text.duckdb': 'hello' })
    const run = await runIndicia(command, { cwd: folder })
    expect([run.code, run.err]).toEqual([code, expect.stringMatching(message)])
    expect(run.err.trimEnd().split('\n').length).toBeLessThanOrEqual(code === 4 ? 1 : 2)
  })

  test('a truncated catalogue', async () => {
    const folder = makeFolder({})
    await makeCatalogueFile(folder, 'a.duckdb', ruleFiles)
    copyFileSync(join(folder, 'a.duckdb'), join(folder, 'b.duckdb'))
    truncateSync(join(folder, 'b.duckdb'), 500_000)
    const run = await runIndicia(['serve', 'b.duckdb'], { cwd: folder })
    expect([run.code, run.err]).toEqual([
      4,
      expect.stringMatching(/^indicia: b\.duckdb: is truncated/),
    ])
  })
})

test('threads export the same files as one alone', async () => {
  const folder = makeFolder({})
  await makeCatalogueFile(folder, 'a.duckdb', ruleFiles)
  const outputs: string[] = []
  for (const jobs of ['1', '3']) {
    const run = await runIndicia(['export', 'a.duckdb', '-o', jobs, '--jobs', jobs, '--json'], {
      cwd: folder,
    })
    expect(run.code).toBe(0)
    const { seconds, ...summary } = JSON.parse(run.out) as Record<string, number>
    expect(seconds).toBeGreaterThan(0)
    outputs.push(JSON.stringify(summary))
    const { dead, pages } = checkLinks(join(folder, jobs))
    expect([dead, pages]).toEqual([[], summary.pages])
  }
  expect(outputs[1]).toBe(outputs[0])
  expect(readFileSync(join(folder, '3', 'rules.html'))).toEqual(
    readFileSync(join(folder, '1', 'rules.html')),
  )
})
