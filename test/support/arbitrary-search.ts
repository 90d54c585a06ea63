import fc from 'fast-check'
import type { SearchDocument, SearchEvent, SearchTest } from '../../src/search/index.ts'

/**
 * Documents and queries that have much in common: few words, in several spellings, so that a query finds some of
 * the documents and that what nearly matches is frequent.
 */

const word = fc.constantFrom(
  ...['frp', 'FRPC', 'frpc.exe', '\\frpc.exe', '-enc', 'C:\\Temp', 'Temp', 'é', 'T1059', 'T10591'],
  ...['4688', '468', '1', 'a', 'ab', 'abc', 'CVE-2021-4422', 'CVE-2021-44228', '::', '*', 'x"y'],
)
const text = fc.array(word, { maxLength: 4 }).map(words => words.join(' '))
const tight = fc.array(word, { minLength: 1, maxLength: 3 }).map(words => words.join(''))
const anyText = fc.oneof(word, text, tight)

const date = fc.constantFrom('2020-01-31', '2021/2/1', '2021-02-28', '2022-12-01', 'soon')
const field = fc.constantFrom('Image', 'image', 'CommandLine', 'process.name', '*any')

const test: fc.Arbitrary<SearchTest> = fc.record({
  field,
  canonicalField: field,
  kind: fc.constantFrom('contains', 'ends_with', 'regex'),
  value: anyText,
})

const tactic = fc.constantFrom(
  { id: 'TA0011', name: 'Command and Control' },
  { id: 'TA0005', name: 'Stealth', formerNames: ['Defense Evasion'] },
  { id: 'TA0099', name: 'Defense Impairment', formerNames: ['Defense Evasion'] },
)
const technique = fc.constantFrom(
  { id: 'T1059', name: 'Command and Scripting Interpreter' },
  { id: 'T1059.001', name: 'PowerShell' },
  { id: 'T1090', name: 'Proxy' },
)
const event = fc.constantFrom<SearchEvent>(
  { key: 'windows/Security/4688', provider: 'Security', eventId: '4688', title: 'A new process' },
  { key: 'windows/Sysmon/1', provider: 'Sysmon', channel: 'Op', eventId: '1', title: 'Process' },
  { key: 'windows/Sysmon/11', provider: 'Sysmon', eventId: '11', title: 'File create' },
  { key: 'aws/cloudtrail', provider: 'CloudTrail', title: 'API call' },
)

const few = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(arbitrary, { maxLength: 2 })

export const arbitraryDocument: fc.Arbitrary<SearchDocument> = fc
  .record(
    {
      id: fc.oneof(
        word,
        fc.constantFrom(
          '32410e29-5f94-4568-b6a3-d91a8adad863',
          '32410e29-5f94-4568-b6a3-d91a8adad864',
        ),
      ),
      slug: word,
      title: text,
      description: anyText,
      body: anyText,
      vendor: fc.constantFrom('sigma', 'Sigma', 'elastic'),
      language: fc.constantFrom('sigma', 'eql'),
      status: fc.constantFrom('test', 'deprecated'),
      level: fc.constantFrom('low', 'High', 'critical', 'info', 'informational', 'odd'),
      product: fc.constantFrom('windows', 'linux'),
      category: fc.constantFrom('process_creation', 'file_event'),
      service: fc.constantFrom('security', 'windows'),
      authors: few(word),
      tags: few(fc.oneof(word, fc.constantFrom('attack.t1059', 'attack.t1059.001'))),
      cves: few(fc.constantFrom('CVE-2021-4422', 'CVE-2021-44228')),
      path: fc.oneof(
        anyText,
        word.map(name => `rules/${name}.yml`),
      ),
      date,
      modified: date,
      tactics: few(tactic),
      techniques: few(technique),
      events: few(event),
      fields: few(field),
      indicators: few(test),
      exclusions: few(test),
      has: few(fc.constantFrom('exclusions', 'references', 'high')),
    },
    {
      requiredKeys: [
        ...(['id', 'slug', 'title', 'description', 'body', 'vendor', 'authors', 'tags'] as const),
        ...(['cves', 'path', 'tactics', 'techniques', 'events', 'fields'] as const),
        ...(['indicators', 'exclusions', 'has'] as const),
      ],
    },
  )
  // A key that is not there is absent; fast-check types it as possibly undefined.
  .map(document => ({ ...document, address: `rules/${document.slug}` }) as SearchDocument)

const whole = fc.oneof(
  word,
  fc.constantFrom(
    ...['sigma', 'SIGMA', 'high', '>=high', '<critical', 'info', 'info*', 'odd', 'test', 'd*'],
    ...['TA0005', 'defense-evasion', 'command', 'T1059', 'T1059.*', 'powershell', 'windows'],
    ...['windows/security', 'windows/process_creation', 'security', 'process', 'sysmon', 'Image'],
    ...['*any', 'proc*', 'contains', 'regex,ends_with', '2021', '2021-02', '>2021-02', '<=2021'],
    ...['exclusions', '2021-44228', 'cve-2021-4422', 'windows/Sysmon/1', 'a,abc', '**'],
  ),
)
const fieldName = fc.constantFrom(
  ...['vendor', 'level', 'status', 'language', 'tactic', 'technique', 'event', 'provider'],
  ...['field', 'op', 'value', 'excludes', 'logsource', 'product', 'category', 'service', 'title'],
  ...['id', 'author', 'tag', 'cve', 'path', 'is', 'has', 'date', 'modified', 'before', 'after'],
  ...['field', 'op', 'value', 'excludes', 'event', 'provider', 'value', 'excludes'],
)
const quoted = (part: string): string => `"${part}"`

const testTerms = fc
  .tuple(field, fc.constantFrom('value', 'excludes'), anyText, fc.constantFrom('', ' op:contains'))
  .map(([name, part, value, op]) => `field:"${name}" ${part}:${quoted(value)}${op}`)

const dateTerm = fc
  .tuple(
    fc.constantFrom('date:', 'modified:', 'before:', 'after:'),
    fc.constantFrom('', '<', '<=', '>', '>='),
    fc.constantFrom('2020', '2021-02', '2021-2-1', '2022-12-01'),
  )
  .map(([name, comparison, day]) => name + (/^[dm]/.test(name) ? comparison : '') + day)

const term = fc.oneof(
  testTerms,
  dateTerm,
  word,
  anyText.map(quoted),
  fc.tuple(fieldName, whole).map(([name, value]) => `${name}:${value}`),
  fc.tuple(fieldName, anyText).map(([name, value]) => `${name}:${quoted(value)}`),
)

export const arbitraryQuery: fc.Arbitrary<string> = fc.letrec<{ query: string; unit: string }>(
  tie => ({
    unit: fc.oneof(
      { maxDepth: 3 },
      { weight: 6, arbitrary: term },
      { weight: 1, arbitrary: tie('query').map(query => `(${query})`) },
    ),
    query: fc
      .array(
        fc.tuple(fc.constantFrom('', '', '', '-', 'NOT '), tie('unit')).map(pair => pair.join('')),
        { minLength: 1, maxLength: 4 },
      )
      .chain(units => fc.constantFrom(units.join(' '), units.join(' OR '))),
  }),
).query
