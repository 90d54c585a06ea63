import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeFolder } from '../support/make-folder.ts'
import { runIndicia } from './run-indicia.ts'

const rule = `title: Whoami
id: 8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f11
status: test
author: A, B
level: medium
license: MIT
tags: [attack.discovery, attack.t1033]
logsource: { product: windows, category: process_creation }
detection:
  selection:
    Image|endswith: '\\whoami.exe'
  filter:
    User: SYSTEM
  condition: selection and not filter
`

const event = (image: string, user: string): string =>
  JSON.stringify({
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 1,
    Provider_Name: 'Microsoft-Windows-Sysmon',
    Computer: 'pc',
    EventRecordID: 7,
    '@timestamp': '2026-01-02T03:04:05.678Z',
    Image: image,
    User: user,
  })

const hit = event('C:\\Windows\\whoami.exe', 'pc\\me')
const folder = makeFolder({
  'rules/whoami.yml': rule,
  'logs/a.ndjson': `${hit}\n${event('C:\\Windows\\cmd.exe', 'pc\\me')}\n`,
  'bad/syntax.yml': 'title: [',
  'bad/modifier.yml': rule.replace('endswith', 'endwith'),
  'bad/good.yml': rule,
})
const run = (...arguments_: readonly string[]) => runIndicia(arguments_, { cwd: folder })

describe('usage', () => {
  test.each([
    [[]],
    [['frobnicate']],
    [['show']],
    [['scan', 'logs']],
    [['scan', 'logs', '--rules', 'rules', '--level', 'grave']],
    [['scan', 'logs', '--rules', 'rules', '--from', 'yesterday']],
    [['serve', '--port', 'x']],
  ])('%j is wrong, and says so with exit code 2', async arguments_ => {
    const { code, out, err } = await runIndicia(arguments_, { cwd: folder })
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).not.toBe('')
  })

  test.each(['show', 'scan', 'check', 'serve', 'export'])(
    '%s --help shows an example',
    async command => {
      const { code, out } = await run(command, '--help')
      expect(code).toBe(0)
      expect(out).toContain(`Example:\n  indicia ${command}`)
    },
  )

  test('the version is the package’s', async () => {
    const { version } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    )
    expect(await run('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' })
  })
})

describe('scan', () => {
  test('gives a match as one line of JSON', async () => {
    const { code, out } = await run('scan', 'logs', '--rules', 'rules', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      rule: {
        id: '8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f11',
        title: 'Whoami',
        level: 'medium',
        vendor: 'sigma',
        authors: ['A', 'B'],
        license: 'MIT',
        path: join('rules', 'whoami.yml'),
      },
      event: {
        file: join('logs', 'a.ndjson'),
        record: 1,
        time: '2026-01-02T03:04:05.678Z',
        provider: 'Microsoft-Windows-Sysmon',
        channel: 'Microsoft-Windows-Sysmon/Operational',
        eventId: '1',
        computer: 'pc',
      },
      branch: 0,
      tests: [
        {
          field: 'Image',
          kind: 'ends_with',
          value: '\\whoami.exe',
          found: 'C:\\Windows\\whoami.exe',
          at: [10, 21],
        },
      ],
    })
  })

  test('reads standard input', async () => {
    const { code, out } = await runIndicia(['scan', '-', '--rules', 'rules', '--count'], {
      cwd: folder,
      input: `${hit}\n`,
    })
    expect(code).toBe(0)
    expect(out).toBe('       1  8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f11  Whoami\n')
  })

  test('gives a table with a head', async () => {
    const { out } = await run('scan', 'logs', '--rules', 'rules', '--csv')
    const [head, row, end] = out.split('\n')
    expect(head).toMatch(/^time,level,rule_id/)
    expect(row).toContain('Image ends_with \\whoami.exe')
    expect(end).toBe('')
  })

  test('writes a summary whose counts add up', async () => {
    const path = join(folder, 'summary.json')
    await run('scan', 'logs', '--rules', 'rules', 'bad', '--summary', path)
    await run('scan', 'logs', '--rules', 'rules', '--rules', 'bad', '--summary', path)
    const summary = JSON.parse(readFileSync(path, 'utf8'))
    expect(summary).toMatchObject({ events: 2, matches: 2, inputs: { read: 1, unreadable: [] } })
    const { loaded, run: ran, notRun } = summary.rules
    expect(loaded).toBe(ran + notRun.length)
    expect(notRun.map((r: { reason: string }) => r.reason)).toContain('unknown modifier “endwith”')
  })

  test('fails on a level when asked to', async () => {
    const scan = (level: string) => run('scan', 'logs', '--rules', 'rules', '--fail-on', level)
    expect((await scan('medium')).code).toBe(1)
    expect((await scan('high')).code).toBe(0)
  })

  test('leaves out what is not asked for, and says so', async () => {
    const { code, out, err } = await run('scan', 'logs', '--rules', 'rules', '--level', 'high')
    expect([code, out]).toEqual([0, ''])
    expect(err).toContain('not run 1 rule: its level is medium')
    expect((await run('scan', 'logs', '--rules', 'rules', '--exclude', 'whoami')).out).toBe('')
  })

  test('looks at a span of time only', async () => {
    const scan = (...more: readonly string[]) =>
      run('scan', 'logs', '--rules', 'rules', '--count', ...more)
    expect((await scan('--from', '2026-01-02T03:04:05Z', '--to', '2026-01-03')).out).not.toBe('')
    expect((await scan('--from', '2026-01-03')).out).toBe('')
    expect((await scan('--to', '2026-01-02T03:04:05Z')).out).toBe('')
  })

  test('does the rest and exits with 3 when a rule cannot be read', async () => {
    const { code, out, err } = await run('scan', 'logs', '--rules', 'bad', '--count')
    expect(code).toBe(3)
    expect(out).toContain('Whoami')
    expect(err).toContain(
      `unreadable ${join('bad', 'modifier.yml')}:11:11: unknown modifier “endwith”`,
    )
    expect(err).toContain(`unreadable ${join('bad', 'syntax.yml')}:1:`)
  })

  test('exits with 4 when there is nothing to read or to run', async () => {
    expect((await run('scan', 'nowhere', '--rules', 'rules')).code).toBe(4)
    expect((await run('scan', 'logs', '--rules', 'nowhere')).code).toBe(4)
  })

  test('gives a timeline in the order of time, whichever file a match is from', async () => {
    const at = (time: string): string => hit.replace('2026-01-02T03:04:05.678Z', time)
    const logs = makeFolder({
      'a.ndjson': `${at('2026-01-03T00:00:00.0000002Z')}\n${at('2026-01-01T00:00:00Z')}\n`,
      'b.ndjson': `${at('2026-01-03T00:00:00.0000001Z')}\n${at('2026-01-02T00:00:00Z')}\n`,
    })
    const { out } = await run('scan', logs, '--rules', 'rules', '--output-format', 'timeline')
    const times = out
      .trim()
      .split('\n')
      .map(line => line.split(',')[0])
    expect(times).toEqual([
      'time',
      '2026-01-01T00:00:00Z',
      '2026-01-02T00:00:00Z',
      '2026-01-03T00:00:00.0000001Z',
      '2026-01-03T00:00:00.0000002Z',
    ])
  })

  test('gives SARIF, with every rule that ran and every match', async () => {
    const { out } = await run('scan', 'logs', '--rules', 'rules', '--output-format', 'sarif')
    const { version, runs } = JSON.parse(out)
    expect([version, runs.length]).toEqual(['2.1.0', 1])
    const [{ tool, results, invocations }] = runs
    expect(tool.driver.rules).toMatchObject([
      { id: '8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f11', defaultConfiguration: { level: 'warning' } },
    ])
    expect(invocations[0].executionSuccessful).toBe(true)
    expect(results).toMatchObject([
      {
        ruleId: '8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f11',
        ruleIndex: 0,
        level: 'warning',
        message: { text: 'Whoami: Image ends_with \\whoami.exe' },
        locations: [{ physicalLocation: { artifactLocation: { uri: 'logs/a.ndjson' } } }],
      },
    ])
  })

  test('gives JUnit, in which a rule that matched is a test that failed', async () => {
    const { out } = await run('scan', 'logs', '--rules', 'rules', '--output-format', 'junit')
    expect(out).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites tests="1" failures="1"/,
    )
    expect(out).toContain('<failure message="1 match" type="medium">')
    expect(out.trimEnd()).toMatch(/<\/testsuites>$/)
  })

  test('writes XML that stays well-formed whatever a rule is called', async () => {
    const rules = makeFolder({ 'r.yml': rule.replace('Whoami', String.raw`"<&\"\u0001>"`) })
    const { out } = await run('scan', 'logs', '--rules', rules, '--output-format', 'junit')
    expect(out).toContain('name="&lt;&amp;&quot;\ufffd&gt; (')
  })

  test('counts only where there is a table to count in', async () => {
    const { code } = await run(
      'scan',
      'logs',
      '--rules',
      'rules',
      '--count',
      '--output-format',
      'sarif',
    )
    expect(code).toBe(2)
  })

  test('shows what a match rests on', async () => {
    const { out } = await run('scan', 'logs', '--rules', 'rules', '--explain')
    expect(out).toContain('Image ends with \\whoami.exe: C:\\Windows\\whoami.exe')
  })
})

describe('show', () => {
  test('gives the page of a file as JSON', async () => {
    const { code, out } = await run('show', 'rules/whoami.yml', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      title: 'Whoami',
      attack: [{ tactic: { id: 'TA0007' }, technique: { id: 'T1033' } }],
      branches: 1,
      indicators: [{ field: 'Image', kind: 'ends_with', value: '\\whoami.exe', others: 0 }],
      exclusions: [{ group: 0, groupSize: 1, field: 'User', kind: 'equals', value: 'SYSTEM' }],
    })
  })

  test('finds a rule by id, by slug, and by vendor and slug', async () => {
    for (const name of ['8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f11', 'whoami', 'mine:whoami']) {
      const { code, out } = await run('show', name, '--source', 'mine=rules')
      expect([name, code]).toEqual([name, 0])
      expect(out).toMatch(/^Whoami\n/)
    }
  })

  test('shows every rule that has an id', async () => {
    const { out } = await run(
      'show',
      '8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f11',
      '--json',
      '--source',
      'rules',
      '--source',
      'bad',
    )
    expect(JSON.parse(out)).toHaveLength(3)
  })

  test('says that there is no such rule', async () => {
    const { code, out, err } = await run('show', 'nobody', '--source', 'rules')
    expect([code, out]).toEqual([4, ''])
    expect(err).toContain('none of 1 rules has this id or name')
  })

  test('takes an official bundle of ATT&CK in place of the table that ships', async () => {
    const reference = (id: string) => [{ source_name: 'mitre-attack', external_id: id }]
    const bundle = {
      type: 'bundle',
      objects: [
        {
          type: 'x-mitre-tactic',
          id: 'x-mitre-tactic--1',
          name: 'Looking Around',
          x_mitre_shortname: 'discovery',
          external_references: reference('TA0007'),
        },
        {
          type: 'attack-pattern',
          id: 'attack-pattern--1',
          name: 'Who Am I',
          kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'discovery' }],
          external_references: reference('T1033'),
        },
      ],
    }
    writeFileSync(join(folder, 'bundle.json'), JSON.stringify(bundle))
    const { out } = await run('show', 'rules/whoami.yml', '--json', '--attack', 'bundle.json')
    expect(JSON.parse(out).attack).toEqual([
      {
        tactic: { id: 'TA0007', name: 'Looking Around' },
        technique: { id: 'T1033', name: 'Who Am I' },
      },
    ])
    writeFileSync(join(folder, 'empty.json'), '{}')
    for (const file of ['empty.json', 'nowhere.json', 'rules/whoami.yml']) {
      expect((await run('show', 'rules/whoami.yml', '--attack', file)).code).toBe(2)
    }
  })

  test('shows what is wrong with the file, too', async () => {
    const twice = rule.replace('status: test', 'status: test\nstatus: stable')
    writeFileSync(join(folder, 'twice.yml'), twice)
    const { out } = await run('show', 'twice.yml', '--json')
    expect(JSON.parse(out).diagnostics).toMatchObject([
      { code: 'yaml/duplicate-key', severity: 'warning', span: { line: 4 } },
    ])
  })

  test('cuts nothing off on a narrow terminal', async () => {
    const { out } = await run('show', 'rules/whoami.yml')
    expect(out).toContain('\\whoami.exe')
    expect(out).not.toContain('…')
  })
})

describe('check', () => {
  test('draws the line that a problem is in', async () => {
    const { code, out } = await run('check', 'bad/modifier.yml')
    expect(code).toBe(3)
    expect(out).toBe(
      [
        'error[sigma/unknown-modifier]: unknown modifier “endwith”',
        "  bad/modifier.yml:11:11 │ Image|endwith: '\\whoami.exe'",
        '                         │       ^^^^^^^ help: did you mean “endswith”?',
        '',
        '',
      ].join('\n'),
    )
  })

  test('is silent about good rules', async () => {
    const { code, out, err } = await run('check', 'rules')
    expect([code, out]).toEqual([0, ''])
    expect(err).toBe('1 rule in 1 file: 0 errors, 0 warnings, 0 notes\n')
  })

  test('gives problems as JSON, one a line', async () => {
    const { out } = await run('check', 'bad', '--json')
    const problems = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(problems.map(p => p.code)).toContain('sigma/unknown-modifier')
    expect(problems.map(p => p.code)).toContain('yaml/syntax')
    expect(problems.map(p => p.code)).toContain('lint/duplicate-id')
  })

  test('fails on a severity when asked to', async () => {
    expect((await run('check', 'bad', '--fail-on', 'error')).code).toBe(1)
    expect((await run('check', 'rules', '--fail-on', 'note')).code).toBe(0)
  })
})

describe('scan of several events', () => {
  const files: Record<string, string> = {
    'rules/many.yml': `${rule.replace('title: Whoami', 'title: Whoami\nname: whoami').replace('level: medium', 'level: low')}---
title: Many
id: 1b1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f12
level: high
correlation:
  type: event_count
  rules: [whoami]
  group-by: [User]
  timespan: 1m
  condition: { gte: 3 }
`,
    'rules/old.yml': `title: Old
level: high
logsource: { product: windows, category: process_creation }
detection: { s: { Image|endswith: '\\whoami.exe' }, condition: s | count() by User > 3 }
`,
  }
  const at = (second: number, user: string): string =>
    event('C:\\Windows\\whoami.exe', user).replace('03:04:05.678', `03:04:0${second}.000`)
  files['logs/a.ndjson'] = `${at(4, 'x')}\n${at(1, 'x')}\n${at(2, 'y')}\n`
  files['logs/b.ndjson'] =
    `${at(3, 'X')}\n${at(9, 'x').replace('"@timestamp"', '"other"')}\n${at(5, 'x')}\n`
  const several = makeFolder(files)
  const scan = (...more: readonly string[]) =>
    runIndicia(['scan', 'logs', '--rules', 'rules', '--json', ...more], { cwd: several })

  test('finds what events of several files come to, in one thread or more, kept rules or not', async () => {
    const first = await scan('--jobs', '1', '--cache', 'kept', '--summary', 's.json')
    const lines = first.out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(
      lines.map(({ rule: { title }, group, value, events }) => [
        title,
        group,
        value,
        events.map((e: { file: string; record: number }) => `${e.file.slice(-8)} ${e.record}`),
      ]),
    ).toEqual([
      ['Many', { User: 'x' }, 3, ['a.ndjson 2', 'b.ndjson 1', 'a.ndjson 1']],
      ['Old', { User: 'x' }, 4, ['a.ndjson 2', 'b.ndjson 1', 'a.ndjson 1', 'b.ndjson 3']],
    ])
    const again = await scan('--jobs', '2', '--cache', 'kept')
    expect([again.code, again.out]).toEqual([0, first.out])
    const summary = JSON.parse(readFileSync(join(several, 's.json'), 'utf8'))
    expect(summary.matches).toBe(2)
    expect(summary.rules).toMatchObject({ loaded: 3, run: 3, notRun: [] })
    expect(summary.correlations).toEqual({ timeless: 1, dropped: 0, passedOver: [] })
  })

  test('says for people what took part', async () => {
    const { out, err } = await runIndicia(['scan', 'logs', '--rules', 'rules', '--explain'], {
      cwd: several,
    })
    expect(out).toContain('3 events with User x · since 2026-01-02T03:04:01.000Z')
    expect(out).toContain('2026-01-02T03:04:04.000Z logs/a.ndjson#1')
    expect(err).toContain('1 event, which no correlation could count')
  })
})
