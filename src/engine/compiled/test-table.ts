import { noSpan } from '../../base/index.ts'
import type { Test } from '../../ir/index.ts'

/** Tests as text, since few of them are ever asked: test `n` from `testStarts[n]` to `testStarts[n + 1]`. */
export interface TestTable {
  readonly testStarts: Int32Array
  readonly testTexts: Uint8Array
  /** By test: 1 for a regular expression. */
  readonly testIsRegex: Uint8Array
}

/**
 * A test as text, without where it stands in its rule: tests that mean the same have the same text.
 */
export function testText({ field, operator, cased, transforms, derived, ...rest }: Test): string {
  const value = 'value' in rest ? rest.value : undefined
  return JSON.stringify([field, operator, cased, transforms, derived === true, value])
}

export function packTests(tests: readonly Test[]): TestTable {
  const encoder = new TextEncoder()
  const pieces = tests.map(test => encoder.encode(testText(test)))
  const testStarts = new Int32Array(pieces.length + 1)
  for (const [n, piece] of pieces.entries()) {
    testStarts[n + 1] = (testStarts[n] ?? 0) + piece.length
  }
  const testTexts = new Uint8Array(testStarts[pieces.length] ?? 0)
  for (const [n, piece] of pieces.entries()) testTexts.set(piece, testStarts[n] ?? 0)
  const testIsRegex = Uint8Array.from(tests, ({ operator }) => (operator === 'regex' ? 1 : 0))
  return { testStarts, testTexts, testIsRegex }
}

/** Reads the tests of a table, each once. Where they stand in a rule, and in which list, is not known. */
export function testReader({ testStarts, testTexts }: TestTable): (index: number) => Test {
  const decoder = new TextDecoder()
  const known: (Test | undefined)[] = []
  return index => {
    const old = known[index]
    if (old !== undefined) return old
    const bytes = testTexts.subarray(testStarts[index], testStarts[index + 1])
    // `testText` wrote it, and whoever read the table checked the whole.
    const [field, operator, cased, transforms, isDerived, value] = JSON.parse(decoder.decode(bytes))
    const test = {
      kind: 'test',
      field,
      cased,
      transforms,
      list: 0,
      ...(isDerived ? { derived: true } : {}),
      span: noSpan,
      operator,
      ...(value === null ? {} : { value }),
    } as Test
    known[index] = test
    return test
  }
}
