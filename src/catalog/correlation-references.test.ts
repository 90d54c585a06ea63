import { describe, expect, test } from 'vitest'
import { parseSigma } from '../frontends/sigma/index.ts'
import { checkReferences } from './correlation-references.ts'

const plain = (name: string): string =>
  `title: ${name}\nname: ${name}\nlogsource: { product: windows }\ndetection: { a: { A: 1 }, condition: a }\n`

const correlation = (name: string, ...rules: readonly string[]): string =>
  `title: ${name}\nname: ${name}\ncorrelation: { type: temporal, rules: [${rules.join(', ')}], timespan: 1m }\n`

/** The rule, the text of the reference, and the code of each problem. */
function problemsOf(...documents: readonly string[]): readonly string[] {
  const text = documents.join('---\n')
  const rules = parseSigma(text).value.rules.map(({ value }) => value)
  return checkReferences(rules).flatMap((diagnostics, i) =>
    diagnostics.map(
      ({ code, span }) => `${rules[i]?.title} ${text.slice(span.start, span.end)} ${code}`,
    ),
  )
}

describe('references of correlations', () => {
  test('may chain, and may meet again', () => {
    const chain = [correlation('c', 'b', 'a'), correlation('b', 'a'), plain('a')]
    expect(problemsOf(...chain)).toEqual([])
  })

  test('must name rules that were read', () => {
    expect(problemsOf(correlation('b', 'a', 'x'), plain('a'))).toEqual(['b x sigma/unknown-rule'])
  })

  test('must not lead back', () => {
    expect(problemsOf(correlation('a', 'a'))).toEqual(['a a sigma/circular-correlation'])
    expect(problemsOf(correlation('a', 'p', 'b'), correlation('b', 'a'), plain('p'))).toEqual([
      'a b sigma/circular-correlation',
      'b a sigma/circular-correlation',
    ])
  })

  test('must not lead into a circle of others', () => {
    expect(problemsOf(correlation('c', 'a'), correlation('a', 'a'))).toEqual([
      'c a sigma/circular-correlation',
      'a a sigma/circular-correlation',
    ])
  })

  test('are checked fast, however long the chain', () => {
    const chain = Array.from({ length: 2_000 }, (_, i) => correlation(`r${i}`, `r${i + 1}`))
    expect(problemsOf(...chain, plain('r2000'))).toEqual([])
  })
})
