import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryExpression } from '../../../test/support/arbitrary-expression.ts'
import { compileRules } from './compiled-rules.ts'
import { openRules } from './open-rules.ts'
import { packRules } from './pack-rules.ts'
import type { UncompiledRule } from './scan-rule.ts'

const reference = { id: 'a', title: 't', vendor: 'v', authors: [], path: 'a.yml' }

function readerOf(bytes: Uint8Array): (offset: number, length: number) => Uint8Array {
  return (offset, length) => bytes.slice(offset, offset + length)
}

const rules = fc
  .array(fc.tuple(arbitraryExpression, fc.constantFrom('windows', 'linux')), { maxLength: 8 })
  .map(list =>
    list.map(
      ([expression, product], i): UncompiledRule => ({
        reference: { ...reference, id: `r${i}` },
        logSource: { product },
        expression,
      }),
    ),
  )

describe('packed rules', () => {
  test('are the rules and the tables that were packed', () => {
    fc.assert(
      fc.property(rules, list => {
        const compiled = compileRules(list, new Map([['given', ['a']]]))
        const bytes = packRules(compiled, { any: ['thing'] })
        const { compiled: read, extra } = openRules(readerOf(bytes))
        expect(extra).toEqual({ any: ['thing'] })
        expect([...read.lists]).toEqual([['given', ['a']]])
        expect(read.groups).toEqual(compiled.groups)
        expect(read.rules.length).toBe(list.length)
        for (const [order, rule] of list.entries()) {
          expect(read.rules[order]?.reference).toEqual(rule.reference)
          expect(read.rules[order]?.logSource).toEqual(rule.logSource)
        }
        for (const group of read.groups.keys()) {
          expect(read.section(group)).toEqual(compiled.section(group))
        }
      }),
      { numRuns: 50 },
    )
  })
})
