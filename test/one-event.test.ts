import { expect, test } from 'vitest'
import { indicatorsOf, visibleEventTypes } from '../src/analysis/index.ts'
import { readRuleSources } from '../src/catalog/index.ts'
import type { Rule } from '../src/ir/index.ts'
import { makeFolder } from './support/make-folder.ts'

/**
 * One event in the languages of four vendors: the same event type, and the same indicators in one
 * canonical field.
 */

/** The rules of these files, which are a source each. */
function rulesOf(files: Readonly<Record<string, string>>): readonly Rule[] {
  return Object.entries(files).map(([name, text]) => {
    const { rules } = readRuleSources([{ path: makeFolder({ [name]: text }) }])
    const [entry] = rules
    if (entry === undefined || rules.length > 1) throw new Error(`${name} is no rule`)
    return entry.rule
  })
}

const sigma = (logSource: string, selection: string): string =>
  `title: A\nlogsource: ${logSource}\ndetection:\n  s: ${selection}\n  condition: s\n`
const splunk = (search: string): string =>
  `name: A\nid: 00000000-0000-0000-0000-000000000001\ntype: TTP\nhow_to_implement: x\nsearch: '${search}'\n`
const sentinel = (query: string): string =>
  `id: 00000000-0000-0000-0000-000000000002\nname: A\nrelevantTechniques: []\nquery: |\n  ${query}\n`
const elastic = (query: string, more = ''): string =>
  `[metadata]\nmaturity = "production"\n[rule]\nname = "A"\nrule_id = "3"\ntype = "query"\nlanguage = "kuery"\n${more}query = '''${query}'''\n`

test('Security 4625 is one event type in all of them, and selecting it is no indicator', () => {
  const rules = rulesOf({
    'a.yml': sigma('{ product: windows, service: security }', '{ EventID: 4625 }'),
    'b.yml': splunk('source="XmlWinEventLog:Security" EventCode=4625'),
    'c.yaml': sentinel('SecurityEvent | where EventID == 4625'),
    'd.toml': elastic('event.code: "4625" and host.os.type: windows'),
  })
  for (const rule of rules) {
    expect(visibleEventTypes(rule).map(({ key }) => key)).toEqual(['windows/Security/4625'])
    expect(indicatorsOf(rule).indicators).toEqual([])
  }
})

test('a program’s name and command line are one indicator each', () => {
  const rules = rulesOf({
    'a.yml': sigma(
      '{ product: windows, category: process_creation }',
      "{ Image|endswith: '\\x.exe', CommandLine|contains: abc }",
    ),
    'b.yml': splunk(
      '| tstats count from datamodel=Endpoint.Processes where Processes.process_name=x.exe Processes.process=*abc* by Processes.dest',
    ),
    'c.yaml': sentinel(
      'DeviceProcessEvents | where FileName =~ "x.exe" and ProcessCommandLine contains "abc"',
    ),
    'd.toml': elastic(
      'event.category: process and event.type: start and process.name: x.exe and process.command_line: *abc*',
    ),
  })
  const keys = rules.map(rule =>
    indicatorsOf(rule)
      .indicators.map(({ key }) => key)
      .sort(),
  )
  expect(keys).toEqual(keys.map(() => keys[0]))
  expect(keys[0]).toHaveLength(2)
  for (const rule of rules) {
    const events = visibleEventTypes(rule).map(({ key }) => key)
    expect(events).toContain('windows/Microsoft-Windows-Sysmon/Operational/1')
    expect(events).toContain('windows/Security/4688')
  }
})

test('operations of a cloud are one indicator', () => {
  const rules = rulesOf({
    'a.yml': sigma('{ product: aws, service: cloudtrail }', '{ eventName: StopLogging }'),
    'b.yml': splunk('sourcetype="aws:cloudtrail" eventName=StopLogging'),
    'c.yaml': sentinel('AWSCloudTrail | where EventName =~ "StopLogging"'),
    'd.toml': elastic('event.dataset: aws.cloudtrail and event.action: StopLogging'),
  })
  for (const rule of rules) {
    const { indicators } = indicatorsOf(rule)
    expect(indicators.map(({ canonicalField, value }) => [canonicalField, value])).toContainEqual([
      'eventName',
      'StopLogging',
    ])
  }
  const [first, ...rest] = rules.map(rule => indicatorsOf(rule).indicators[0]?.key)
  expect(rest).toEqual(rest.map(() => first))
})
