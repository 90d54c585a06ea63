import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NamedLink, RuleRow } from './models.ts'
import { packRuleRows, unpackRuleRows } from './rule-list-file.ts'

const text = fc.string({ maxLength: 8 })
const optionalText = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined })
const links: fc.Arbitrary<readonly NamedLink[]> = fc.array(
  fc.record({ id: text, name: text, address: text }, { requiredKeys: ['id', 'name'] }),
  { maxLength: 3 },
)

const arbitraryRow: fc.Arbitrary<RuleRow> = fc
  .record({
    address: text,
    title: text,
    vendor: text,
    language: text,
    status: optionalText,
    level: optionalText,
    authors: fc.array(text, { maxLength: 3 }),
    date: optionalText,
    modified: optionalText,
    product: optionalText,
    category: optionalText,
    service: optionalText,
    tactics: links,
    techniques: links,
    branches: fc.nat(),
    indicators: fc.nat(),
    exclusions: fc.nat(),
    copies: fc.nat(),
    isCounted: fc.boolean(),
    hasDiagnostics: fc.boolean(),
  })
  .map(row => {
    const present = Object.entries(row).filter(([, value]) => value !== undefined)
    // What is left out of a row of all columns is what a row may do without.
    return { ...Object.fromEntries(present), id: '', slug: '', path: '' } as unknown as RuleRow
  })

test('rows that were packed are the same rows', () => {
  fc.assert(
    fc.property(fc.array(arbitraryRow, { maxLength: 5 }), rows => {
      expect(unpackRuleRows(packRuleRows(rows))).toEqual(rows)
    }),
  )
})

test('rows of another version are none', () => {
  const text = packRuleRows([]).replace('"version":1', '"version":99')
  expect(unpackRuleRows(text)).toBeUndefined()
})
