import { randomFillSync } from 'node:crypto'
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeEvtx } from '../support/evtx-writer.ts'
import { makeFolder } from '../support/make-folder.ts'
import { runIndicia } from './run-indicia.ts'

const rule = `title: Whoami
id: 8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f11
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\whoami.exe' }
  condition: selection
`
const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
for (const [name, of] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf'].map(
  pair => [...pair] as [string, string],
)) {
  bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join(', ')}]`)
}

const events = Array.from({ length: 12 }, (_, i) => ({
  provider: 'Microsoft-Windows-Sysmon',
  channel: 'Microsoft-Windows-Sysmon/Operational',
  eventId: 1,
  computer: 'pc',
  time: Date.UTC(2026, 0, 1) + i * 1000,
  data: { Image: 'C:\\Windows\\whoami.exe', CommandLine: `whoami ${i}` },
}))
const log = writeEvtx(events, { recordsPerChunk: 4 })
const secondChunk = 4096 + 65_536

function damaged(): Uint8Array {
  const copy = Uint8Array.from(log)
  // The checksum of the second chunk’s header.
  copy[secondChunk + 124] = (copy[secondChunk + 124] ?? 0) ^ 0xff
  return copy
}

interface Unreadable {
  readonly file: string
  readonly offset: number
  readonly reason: string
}

describe('bad rules', () => {
  const folder = makeFolder({
    'rules/a-good.yml': rule,
    'rules/b-not-yaml.yml': 'title: [\nid: }',
    'rules/c-bomb.yml': `${bomb.join('\n')}\n`,
    'rules/d-no-condition.yml': rule.replace(/ {2}condition.*\n/, ''),
    'rules/e-names-nothing.yml': rule.replace('condition: selection', 'condition: selektion'),
    'rules/f-modifier.yml': rule.replace('endswith', 'endwith'),
    'rules/g-regex.yml': rule.replace("endswith: '\\whoami.exe'", "re: 'a(b'"),
    'rules/h-binary.yml': new Uint8Array([0x74, 0, 1, 2, 3]),
    'log.evtx': log,
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each([
    ['b-not-yaml', 'yaml/syntax'],
    ['c-bomb', 'yaml/alias-limit'],
    ['d-no-condition', 'sigma/missing-condition'],
    ['e-names-nothing', 'sigma/unknown-selection'],
    ['f-modifier', 'sigma/unknown-modifier'],
    ['g-regex', 'sigma/invalid-regex'],
  ])('%s gives %s with its place, and exit code 3', async (name, code) => {
    const path = join('rules', `${name}.yml`)
    const { code: exit, out } = await runIndicia(['check', path, '--json'], { cwd: folder })
    const problems = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    const problem = problems.find(p => p.code === code)
    expect(problem).toMatchObject({ path, severity: 'error' })
    expect(problem.span.line).toBeGreaterThan(0)
    expect(exit).toBe(3)
  })

  test('the rest is done, and each of them is named', async () => {
    const { code, out, err } = await runIndicia(
      ['scan', 'log.evtx', '--rules', 'rules', '--count'],
      { cwd: folder },
    )
    expect(code).toBe(3)
    expect(out).toBe('      12  8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f11  Whoami\n')
    for (const name of [
      'b-not-yaml',
      'c-bomb',
      'd-no-condition',
      'e-names-nothing',
      'f-modifier',
      'g-regex',
    ]) {
      expect(err).toContain(`unreadable ${join('rules', `${name}.yml`)}`)
    }
  })
})

describe('bad logs', () => {
  const folder = makeFolder({
    'rules/whoami.yml': rule,
    'logs/a-good.evtx': log,
    'logs/b-cut.evtx': log.subarray(0, secondChunk + 1500),
    'logs/c-checksum.evtx': damaged(),
    'logs/d-line.ndjson': `{"a": 1}\n{"b": "${'x'.repeat(50_000_000)}"}\n{bad\n{"c": 2}\n`,
    'logs/e-bomb.json.gz': gzipSync(Buffer.alloc(200_000_000, 0x20), { level: 9 }),
    'logs/f-empty.evtx': '',
    'logs/g-deep.json': '['.repeat(100_000),
    'logs/notes.txt': 'nothing to read here',
  })
  let summary: {
    readonly matches: number
    readonly peakMemoryBytes: number
    readonly inputs: { readonly skipped: number; readonly unreadable: readonly Unreadable[] }
  }
  let code: number | null

  beforeAll(async () => {
    const garbage = Buffer.alloc(1 << 20)
    randomFillSync(garbage)
    const file = openSync(join(folder, 'logs', 'h-garbage.evtx'), 'w')
    for (let i = 0; i < 200; i++) writeSync(file, garbage)
    closeSync(file)
    const path = join(folder, 'summary.json')
    ;({ code } = await runIndicia(['scan', 'logs', '--rules', 'rules', '--summary', path], {
      cwd: folder,
    }))
    summary = JSON.parse(readFileSync(path, 'utf8'))
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true }))

  test('the exit code is 3, and what could be read is', () => {
    expect(code).toBe(3)
    // Twelve of the good log, four and a few of the cut one, twelve of the one with a wrong sum.
    expect(summary.matches).toBeGreaterThanOrEqual(28)
    expect(summary.inputs.skipped).toBe(1)
  })

  test.each([
    ['b-cut.evtx', secondChunk],
    ['c-checksum.evtx', secondChunk],
    ['d-line.ndjson', 9],
    ['e-bomb.json.gz', 0],
    ['f-empty.evtx', 0],
    ['g-deep.json', 0],
    ['h-garbage.evtx', 0],
  ])('%s is listed with its place', (name, from) => {
    const found = summary.inputs.unreadable.filter(({ file }) => file.includes(name))
    expect(found.length).toBeGreaterThan(0)
    for (const { offset, reason } of found) {
      expect(offset).toBeGreaterThanOrEqual(from)
      expect(reason).not.toBe('')
    }
  })

  test('memory stays bounded', () => {
    expect(summary.peakMemoryBytes).toBeLessThan(400 * 1024 * 1024)
  })
})

test('a value that would steer the terminal is made visible', async () => {
  const folder = makeFolder({
    'r.yml': rule.replace('Whoami', '"\\e[31mred\\u202Eder"'),
    'log.evtx': log,
  })
  const { out } = await runIndicia(['scan', 'log.evtx', '--rules', 'r.yml'], { cwd: folder })
  expect(out).toContain('\\u001b[31mred\\u202eder')
  expect(out).not.toContain('\u001b')
  rmSync(folder, { recursive: true })
})

describe('what the outside world does', () => {
  const folder = makeFolder({
    'rules/a.yml': rule,
    'rules/b-runs-away.yml': rule
      .replace(/id: .*/, 'id: 8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f12')
      .replace("Image|endswith: '\\whoami.exe'", () => "CommandLine|re: '^(a+)+$'"),
    'log.evtx': log,
    'hostile.ndjson': `${JSON.stringify({
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      EventID: 1,
      Provider_Name: 'Microsoft-Windows-Sysmon',
      Image: 'C:\\whoami.exe',
      CommandLine: `${'a'.repeat(1 << 20)}!`,
    })}\n`,
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('a regular expression that runs away elsewhere scans a megabyte and does not match', async () => {
    const { code, out } = await runIndicia(
      ['scan', 'hostile.ndjson', '--rules', 'rules', '--count'],
      { cwd: folder },
    )
    expect(code).toBe(0)
    expect(out).toContain('Whoami')
    expect(out.trim().split('\n')).toHaveLength(1)
  })

  test.runIf(process.platform === 'linux')(
    'a full disk under --output is said, and what was found goes to standard output',
    async () => {
      const scan = ['scan', 'log.evtx', '--rules', 'rules', '--json']
      const full = await runIndicia([...scan, '--output', '/dev/full'], { cwd: folder })
      const plain = await runIndicia(scan, { cwd: folder })
      expect(full.err).toContain('unwritten /dev/full: ENOSPC')
      expect(full.err).toContain('12 matches in 12 events')
      expect(full.out).toBe(plain.out)
      expect(full.code).toBe(3)
    },
  )

  test.runIf(process.platform === 'linux')('so is a full disk under --summary', async () => {
    const { code, err, out } = await runIndicia(
      ['scan', 'log.evtx', '--rules', 'rules', '--json', '--summary', '/dev/full'],
      { cwd: folder },
    )
    expect(err).toContain('unwritten /dev/full: ENOSPC')
    expect(out.trim().split('\n')).toHaveLength(12)
    expect(code).toBe(3)
  })

  test.each([
    ['rules', '.rules'],
    ['plans of templates', '.learnt'],
  ])('kept %s that are damaged are made again', async (_, ending) => {
    const scan = ['scan', 'log.evtx', '--rules', 'rules', '--json', '--cache', 'kept']
    const first = await runIndicia(scan, { cwd: folder })
    const kept = readdirSync(join(folder, 'kept')).filter(name => name.endsWith(ending))
    expect(kept).toHaveLength(1)
    const path = join(folder, 'kept', kept[0] ?? '')
    const whole = readFileSync(path)
    for (const damage of [
      whole.subarray(0, 50),
      whole.subarray(0, whole.length >> 1),
      whole.map(b => b ^ 1),
    ]) {
      writeFileSync(path, damage)
      const { out, code } = await runIndicia(scan, { cwd: folder })
      expect({ out, code }).toEqual({ out: first.out, code: first.code })
    }
  })

  test('a rule that changes is read again, although its size and its time are the same', async () => {
    const scan = ['scan', 'log.evtx', '--rules', 'rules/a.yml', '--count', '--cache', 'kept']
    const path = join(folder, 'rules', 'a.yml')
    const { mtime } = statSync(path)
    expect((await runIndicia(scan, { cwd: folder })).out).toContain('Whoami')
    writeFileSync(path, rule.replace('whoami.exe', 'nobody.exe'))
    utimesSync(path, mtime, mtime)
    expect((await runIndicia(scan, { cwd: folder })).out).toBe('')
  })
})
