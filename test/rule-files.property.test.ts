import fc from 'fast-check'
import { test } from 'vitest'
import { parseKustoFile } from '../src/frontends/kusto-files/index.ts'
import { parseSentinel } from '../src/frontends/sentinel/index.ts'
import { parseSpl } from '../src/frontends/spl/index.ts'
import { parseSplunk, readSplunkMacro } from '../src/frontends/splunk/index.ts'
import { expectPlacesWithin } from './support/expect-places.ts'
import { parseTinyKusto } from './support/tiny-kusto.ts'

/** Texts that are nearly what a reader expects: pieces of its files in any order. */
const textOf = (...pieces: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })), { maxLength: 30 })
    .map(parts => parts.join(''))

const splunk = textOf(
  ...['name: a\n', 'search: ', "'", '"', '|', '>-\n  ', '|\n  ', '`m`', '`m(a)` ', '`n`', 'a=1 '],
  ...['\n  ', '\n', '- ', 'tags:\n', '  risk_score: 5\n', '  mitre_attack_id: [T1]\n', '---\n'],
  ...[
    'rba:\n',
    '  risk_objects:\n',
    '  - score: x\n',
    '| lookup x y',
    'type: Baseline\n',
    '\\',
    '\u{1F600}',
  ],
)
const sentinel = textOf(
  ...['name: a\n', 'query: ', '|\n  ', '>\n  ', "'", 'T | where a=1', '\n', '\n  ', '---\n', '- '],
  ...['queryPeriod: 1d\n', 'triggerOperator: lt\n', 'triggerThreshold: 3\n', 'tactics: [a, [b]]\n'],
  ...[
    'entityMappings:\n',
    '- fieldMappings: x\n',
    'customDetails: [a]\n',
    'metadata: {author: 1}\n',
  ],
)
const page = textOf(
  ...[
    '# A\n',
    '## Query\n',
    '```',
    '```kusto\n',
    '~~~\n',
    'T | where a=1\n',
    '\n',
    '// b\n',
    '|a|v|\n',
  ],
  ...[
    '| Technique, tactic, x | y |\n',
    '|--|--|\n',
    '**Contributor:** ',
    'T1059',
    '\r\n',
    '\u{FEFF}',
  ],
)

test('any file of Splunk’s is read, with places in it', () => {
  const macros = [{ name: 'm', arguments: ['a'], definition: 'b=$a$ `m(c)`' }]
  fc.assert(
    fc.property(splunk, text => {
      expectPlacesWithin(parseSplunk(text, { parseSpl, macros, lookups: [] }), text.length)
      readSplunkMacro(text)
    }),
    { numRuns: 500 },
  )
})

test('any file of Sentinel’s is read, with places in it', () => {
  fc.assert(
    fc.property(sentinel, text => {
      expectPlacesWithin(parseSentinel(text, parseTinyKusto), text.length)
    }),
    { numRuns: 500 },
  )
})

test('any page and any plain file of queries is read, with places in it', () => {
  const splitKusto = (text: string) => [
    { start: 0, end: text.length >> 1 },
    { start: text.length >> 1, end: text.length },
  ]
  fc.assert(
    fc.property(page, fc.constantFrom('a.md', 'a.kql', 'a.txt'), (text, name) => {
      const readers = { parseKusto: parseTinyKusto, splitKusto }
      expectPlacesWithin(parseKustoFile(name, text, readers), text.length)
    }),
    { numRuns: 500 },
  )
})
