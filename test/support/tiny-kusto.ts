import type { Parsed } from '../../src/base/index.ts'
import { and, type Logic, type Stage } from '../../src/ir/index.ts'

/** As little of Kusto as tells that queries come through with their places: a table, `a=b`, `summarize`, `render`. */
export function parseTinyKusto(text: string): Parsed<Logic> {
  const span = { start: 0, end: text.length }
  const code = text.replace(/\/\/.*/g, comment => ' '.repeat(comment.length))
  const [table = ''] = /\w+/.exec(code) ?? []
  const tests = [...code.matchAll(/(\w+)=(\w+)/g)].map(
    ({ 0: { length }, 1: field = '', 2: value = '', index }) =>
      ({
        kind: 'test',
        field,
        operator: 'equals',
        value,
        cased: true,
        transforms: [],
        list: 0,
        span: { start: index, end: index + length },
      }) as const,
  )
  const filter: Stage = { kind: 'filter', condition: text, parts: [], expression: and(tests), span }
  const stages: readonly Stage[] = [
    { kind: 'source', names: [table], logSource: {}, span },
    ...(tests.length > 0 ? [filter] : []),
    ...(code.includes('summarize')
      ? [{ kind: 'aggregate', functions: [], groupBy: [], span } as const]
      : []),
    ...(code.includes('render') ? [{ kind: 'shape', text: 'render piechart', span } as const] : []),
  ]
  return { value: { stages }, diagnostics: [] }
}
