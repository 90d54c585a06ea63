import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import {
  compileRules,
  createScanner,
  type Scanner,
  selectRules,
  toScanRule,
} from '../../src/app/index.ts'
import { readRuleSources } from '../../src/catalog/index.ts'
import { builtRawEvent, nameTable } from '../../src/ir/index.ts'
import { readEvents } from '../../src/logs/index.ts'
import { describeShared, shared } from '../support/shared.ts'

const differences = fileURLToPath(new URL('../../docs/differences.md', import.meta.url))

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .flatMap(name => {
      const path = join(folder, name)
      return statSync(path).isDirectory() ? filesBelow(path) : [path]
    })
}

describeShared('SigmaHQ’s rules on real logs', () => {
  const root = shared
  const names = nameTable()
  const raw = builtRawEvent(names)
  let scanner: Scanner

  beforeAll(() => {
    const { rules } = readRuleSources([{ path: join(root, 'corpora', 'sigma') }])
    scanner = createScanner(compileRules(selectRules(rules, {}).run.map(toScanRule)), names)
  })

  /** The number of matches by rule id. */
  async function matchesIn(path: string): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>()
    for await (const item of readEvents([path])) {
      if (item.kind === 'problem') throw new Error(`${path}: ${item.problem.reason}`)
      raw.set(item.event)
      for (const { rule } of scanner.scan(path, raw)) {
        counts.set(rule.reference.id, (counts.get(rule.reference.id) ?? 0) + 1)
      }
    }
    return counts
  }

  test('every regression case fires, as EVTX and as JSON', async () => {
    const infos = filesBelow(join(root, 'logs', 'sigma-regression')).filter(f =>
      f.endsWith('info.yml'),
    )
    expect(infos).toHaveLength(96)
    const silent: string[] = []
    for (const info of infos) {
      const id = /rule_metadata:\s*\n\s*- id: (\S+)/.exec(readFileSync(info, 'utf8'))?.[1] ?? ''
      const logs = readdirSync(dirname(info)).filter(name => /\.(evtx|json)$/.test(name))
      expect(logs).toHaveLength(2)
      for (const log of logs) {
        const path = join(dirname(info), log)
        if (!(await matchesIn(path)).has(id)) silent.push(relative(root, path))
      }
    }
    expect(silent).toEqual([])
  })

  test('what another tool finds in the attack samples is found, or docs/differences.md says why not', async () => {
    const samples = join(root, 'logs', 'evtx-attack-samples')
    const ours = new Map<string, number>()
    for (const path of filesBelow(samples).filter(file => file.endsWith('.evtx'))) {
      const file = relative(samples, path).split(sep).join('/')
      for (const [id, count] of await matchesIn(path)) ours.set(`${file}\n${id}`, count)
    }
    const explained = new Map(readDifferences().map(d => [`${d.file}\n${d.rule}`, d]))
    const unexplained: string[] = []
    for (const { file, rule, count } of readOpinions(`${samples}.chainsaw.csv`)) {
      const key = `${file}\n${rule}`
      const found = ours.get(key) ?? 0
      const expected = explained.get(key)
      if (expected !== undefined)
        expect([key, found, count]).toEqual([key, expected.ours, expected.theirs])
      else if (found < count) unexplained.push(`${key}: ${found} of ${count}`)
    }
    expect(unexplained).toEqual([])
    const total = [...ours.values()].reduce((sum, count) => sum + count, 0)
    expect({ pairs: ours.size, matches: total }).toEqual({ pairs: 629, matches: 1282 })
  })
})

function readOpinions(
  path: string,
): readonly { readonly file: string; readonly rule: string; readonly count: number }[] {
  const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/).slice(1)
  return lines.map(line => {
    const match = /^(.*\.evtx),([\da-f-]{36}),.*,(\d+)$/.exec(line)
    if (match === null) throw new Error(`not a row: ${line}`)
    return { file: match[1] ?? '', rule: match[2] ?? '', count: Number(match[3]) }
  })
}

function readDifferences(): readonly {
  readonly file: string
  readonly rule: string
  readonly theirs: number
  readonly ours: number
}[] {
  const rows = readFileSync(differences, 'utf8').matchAll(
    /^\| (.*\.evtx) \| ([\da-f-]{36}) \| (\d+) \| (\d+) \| [\d, ]+ \| .* \|$/gm,
  )
  return [...rows].map(([, file = '', rule = '', theirs, ours]) => ({
    file,
    rule,
    theirs: Number(theirs),
    ours: Number(ours),
  }))
}
