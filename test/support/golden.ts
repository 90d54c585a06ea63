import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

interface GoldenCase {
  readonly name: string
  readonly input: string
  readonly expected: string
}

/**
 * Registers one test for each case of a golden file: `=== name`, the input, `==>`, and what `print`
 * makes of the input. `UPDATE_GOLDEN=1 npm test` rewrites the expected halves.
 */
export function describeGolden(file: URL, print: (input: string) => string): void {
  const path = fileURLToPath(file)
  const cases = readCases(readFileSync(path, 'utf8'))
  const name = path.split(/[\\/]/).at(-1) ?? path
  if (process.env.UPDATE_GOLDEN === '1') {
    const text = cases.map(c => `=== ${c.name}\n${c.input}\n==>\n${print(c.input)}\n`).join('\n')
    writeFileSync(path, text)
    describe(name, () => {
      test('is rewritten', () => expect(cases).not.toEqual([]))
    })
    return
  }
  describe(name, () => {
    test('has cases, each with a name of its own', () => {
      expect(cases.length).toBeGreaterThan(0)
      expect(new Set(cases.map(c => c.name)).size).toBe(cases.length)
    })
    for (const { name: caseName, input, expected } of cases) {
      test(caseName, () => expect(print(input)).toBe(expected))
    }
  })
}

function readCases(text: string): readonly GoldenCase[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/^=== /m)
    .slice(1)
    .map(chunk => {
      const [name = '', ...rest] = chunk.split('\n')
      const [input = '', expected = ''] = rest.join('\n').split(/^==>$/m)
      return { name, input: input.trimEnd(), expected: expected.replace(/^\n/, '').trimEnd() }
    })
}
