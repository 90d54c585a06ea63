import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { toRuleRecord } from '../src/app/catalogue/index.ts'
import { showRules } from '../src/app/index.ts'
import { readRuleSources } from '../src/catalog/index.ts'
import { makeFolder } from './support/make-folder.ts'

const search = (name: string, text: string): string =>
  `name: ${name}\nid: ${name}\ntype: TTP\nstatus: production\nsearch: |\n  ${text}\nhow_to_implement: x\n`

const query = 'SecurityEvent\n| where EventID == 4688\n| where Process == "whoami.exe"\n'

const folder = makeFolder({
  'splunk/macros/shell.yml': 'name: shell\ndefinition: (process_name=cmd.exe OR process_name=sh)\n',
  'splunk/macros/says.yml':
    'name: says\narguments: [what]\ndefinition: process="*$what$*" `shell`\n',
  'splunk/a.yml': search('a', 'sourcetype=x `says(whoami)` | stats count by dest | `a_filter`'),
  'splunk/b.yml': search('b', 'sourcetype=x `says(whoami)` | stats count by dest | `b_filter`'),
  'splunk/written-out.yml': search(
    'c',
    'sourcetype=x process="*whoami*" (process_name=cmd.exe OR process_name=sh) | stats count by dest',
  ),
  'kusto/one.kql': `// Finds it\n\n${query}`,
  'kusto/another.kql': query,
  'kusto/page.md': `# Page\n\`\`\`kusto\n${query}\`\`\`\n`,
  'kusto/rule.yaml': `id: r\nname: Rule\nseverity: High\nqueryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: gt\ntriggerThreshold: 0\ntactics: [Discovery]\nquery: |\n  ${query.replaceAll('\n', '\n  ')}\n`,
  'sigma/a.yml':
    'title: A\nlogsource: { product: windows }\ndetection:\n  a: { Image: x }\n  condition: a\n',
  'elastic/a.toml':
    '[rule]\nname = "A"\nrule_id = "1"\nlanguage = "kuery"\ntype = "query"\nquery = "a:1"\n',
})
afterAll(() => rmSync(folder, { recursive: true }))

const factsOf = (name: string) =>
  readRuleSources([{ name, path: join(folder, name) }]).rules.map(entry => {
    const { facts } = toRuleRecord(entry, { source: name, path: entry.slug, ordinal: 0 })
    return { slug: entry.slug, family: facts.family, indicators: facts.indicators.map(i => i.key) }
  })

describe('rules of Sigma, Elastic and Splunk', () => {
  test('do not load the parser of Kusto, and those of Kusto do', () => {
    const sources = ['sigma', 'elastic', 'splunk'].map(name => ({ path: join(folder, name) }))
    expect(readRuleSources(sources).rules).toHaveLength(5)
    expect(Reflect.get(globalThis, 'Kusto')).toBeUndefined()
    expect(readRuleSources([{ path: join(folder, 'kusto') }]).rules).toHaveLength(4)
    expect(Reflect.get(globalThis, 'Kusto')).toBeDefined()
  })
})

describe('the same search', () => {
  test('under two names is one logic', () => {
    const [a, b] = factsOf('splunk')
    expect([a?.slug, b?.slug]).toEqual(['a', 'b'])
    expect(a?.family).toBe(b?.family)
  })

  test('has the indicators of what its macros say', () => {
    const [a, , written] = factsOf('splunk')
    expect(a?.indicators).toHaveLength(3)
    expect(a?.indicators).toEqual(written?.indicators)
    expect(a?.family).toBe(written?.family)
  })

  test('is one logic in a file alone, on a page and in a rule with a schedule', () => {
    const facts = factsOf('kusto')
    expect(facts.map(({ slug }) => slug)).toEqual(['another', 'one', 'page', 'rule'])
    expect(new Set(facts.map(({ family }) => family)).size).toBe(1)
  })
})

test('a file that is shown alone knows the macros of its source', () => {
  const { rules } = showRules({ file: join(folder, 'splunk', 'a.yml'), sources: [] })
  expect(rules.map(({ vendor }) => vendor)).toEqual(['splunk'])
  expect(rules[0]?.indicators.map(({ value }) => value)).toContain('cmd.exe')
})

test('a macro or a page that is named by itself is told apart from a rule', () => {
  const { unreadable } = readRuleSources([{ path: join(folder, 'splunk/macros/says.yml') }])
  expect(unreadable.map(({ reason }) => reason)).toEqual([
    'the file defines a macro and holds no rule',
  ])
})
