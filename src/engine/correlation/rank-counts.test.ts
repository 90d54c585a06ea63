import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RankCounts } from './rank-counts.ts'

test('the k-th smallest is that of the sorted list', () => {
  const numbers = fc.array(fc.constantFrom(-2, -0.5, 0, 1, 1.5, 7, 1e300), { minLength: 1 })
  fc.assert(
    fc.property(numbers, fc.nat(10), (all, removed) => {
      const ranks = new RankCounts(all)
      for (const number of all) ranks.add(number)
      for (const number of all.slice(0, removed)) ranks.remove(number)
      const left = all.slice(removed).sort((a, b) => a - b)
      expect(ranks.size).toBe(left.length)
      expect(left.map((_, i) => ranks.smallest(i + 1))).toEqual(left)
    }),
  )
})
