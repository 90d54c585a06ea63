import { expect } from 'vitest'

/** Expects every span in a value, however deep it lies, to be a part of a text of this length. */
export function expectPlacesWithin(value: unknown, length: number): void {
  const wrong: unknown[] = []
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if ('start' in node && 'end' in node) {
      const { start, end } = node as { readonly start: number; readonly end: number }
      if (!(0 <= start && start <= end && end <= length)) wrong.push(node)
    }
    for (const inner of Object.values(node)) visit(inner)
  }
  visit(value)
  expect(wrong).toEqual([])
}
