import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../support/make-folder.ts'
import { runIndicia } from './run-indicia.ts'

const rule = `title: T
id: 8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f12
level: high
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: '\\a.exe' }
  condition: selection
`

const event = (field: string): string =>
  JSON.stringify({
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 1,
    Provider_Name: 'Microsoft-Windows-Sysmon',
    [field]: 'C:\\a.exe',
  })

const mapping = (field: string): string =>
  `transformations: [{ type: field_name_mapping, mapping: { Image: ${field} } }]\n`

const folder = makeFolder({
  'rules/a.yml': rule,
  'log.ndjson': `${event('proc')}\n${event('process')}\n`,
  'pipelines/a.yml': mapping('proc'),
  'pipelines/b.yaml': 'vars: { x: y }\n',
  'bad.yml': 'transformations:\n- type: field_name_maping\n',
  'refuses.yml': 'transformations: [{ type: rule_failure, message: not here }]\n',
})

function scan(...options: readonly string[]) {
  const arguments_ = ['scan', 'log.ndjson', '--rules', 'rules', '--cache', 'cache', '--json']
  return runIndicia([...arguments_, ...options], { cwd: folder })
}

const recordsOf = (out: string): readonly unknown[] =>
  out
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line).event.record)

test('rules run as pipelines change them, and a changed pipeline is seen', async () => {
  expect(recordsOf((await scan()).out)).toEqual([])
  const pipeline = ['--pipeline', 'pipelines']
  expect(recordsOf((await scan(...pipeline)).out)).toEqual([1])
  expect(recordsOf((await scan(...pipeline)).out)).toEqual([1])
  writeFileSync(join(folder, 'pipelines/a.yml'), mapping('process'))
  expect(recordsOf((await scan(...pipeline)).out)).toEqual([2])
  expect(recordsOf((await scan()).out)).toEqual([])
})

test('a rule that a pipeline refuses is listed with the message', async () => {
  const { code, out, err } = await scan('--pipeline', 'refuses.yml')
  expect([code, out]).toEqual([0, ''])
  expect(err).toContain('not here')
})

test.each([
  ['bad.yml', 'bad.yml:2:3: unknown step “field_name_maping” (did you mean “field_name_mapping”?)'],
  ['none.yml', 'none.yml cannot be read'],
])('the pipeline %s is wrong, and says so with exit code 2', async (path, message) => {
  const { code, out, err } = await scan('--pipeline', path)
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(message)
})

test('check says everything that is wrong with pipelines, where it is', async () => {
  const check = (...options: readonly string[]) =>
    runIndicia(['check', '--json', ...options], { cwd: folder })
  const { code, out, err } = await check('--pipeline', 'bad.yml')
  expect(code).toBe(3)
  expect(JSON.parse(out)).toMatchObject({
    path: 'bad.yml',
    code: 'pipeline/invalid',
    message: 'unknown step “field_name_maping”',
    span: { line: 2, column: 3 },
  })
  expect(err).toBe('0 rules in 1 file: 1 error, 0 warnings, 0 notes\n')
  const both = await check('rules', '--no-lints', '--pipeline', 'pipelines')
  expect([both.code, both.out]).toEqual([0, ''])
  expect(both.err).toContain('1 rule in 3 files')
  expect((await check()).code).toBe(2)
  expect((await check('rules', '--no-lints', '--pipeline', 'none.yml')).err).toContain('none.yml')
})
