import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareQuantity, ExactSum, toNumber, toUnits } from './decimal.ts'

test.each([
  [0, 0n],
  [1, 10n ** 18n],
  [-0.1, -(10n ** 17n)],
  [1e21, 10n ** 39n],
  [1.5e-7, 150_000_000_000n],
  [1e-18, 1n],
  [1e-19, 0n],
  [-1.25e22, -125n * 10n ** 38n],
])('%d is %s units', (value, units) => {
  expect(toUnits(value)).toBe(units)
})

const tenths = fc
  .oneof(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -(2 ** 49), max: 2 ** 49 }))
  .map(n => ({ n, value: n / 10 }))

test('a sum is that of what was added and not removed, to the last digit', () => {
  fc.assert(
    fc.property(fc.array(tenths), fc.nat(20), fc.integer({ min: 1, max: 9 }), (all, first, by) => {
      const sum = new ExactSum()
      for (const { value } of all) sum.add(value)
      for (const { value } of all.slice(0, first)) sum.remove(value)
      const expected = all.slice(first).reduce((total, { n }) => total + BigInt(n), 0n)
      const quotient = sum.quotient(by)
      const units = typeof quotient === 'number' ? toUnits(quotient) : quotient.units
      expect(units).toBe(expected * 10n ** 17n)
      if (by === 1) expect(toNumber(quotient)).toBe(Number(expected) / 10 + 0)
      else expect(Math.abs(toNumber(quotient) * by * 10 - Number(expected))).toBeLessThan(1)
      const bound = Number(expected) / 10
      if (by === 1 && Math.abs(Number(expected)) < 2 ** 49) {
        expect(compareQuantity(quotient, bound)).toBe(0)
        expect(compareQuantity(quotient, bound + 1)).toBe(-1)
        expect(compareQuantity(quotient, bound - 1)).toBe(1)
      }
    }),
  )
})
