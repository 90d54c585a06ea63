import { opaquesOf, type Rule, type Test, testsOf } from '../../ir/index.ts'
import { ownFilters } from './own-filters.ts'

/** The tests of one field as a rule writes them: a key with its modifiers, and its values. */
export interface WrittenTests {
  readonly tests: readonly Test[]
  /** The key as written, modifiers included. */
  readonly fieldText: string
  /** Nothing of the selection is opaque, so `tests` are all that the key holds. */
  readonly isComplete: boolean
}

/** Every key of every selection that stands in the rule's own text, with its tests. */
export function writtenTests(rule: Rule): readonly WrittenTests[] {
  const parts = ownFilters(rule).flatMap(stage => stage.parts)
  return parts.flatMap(({ expression }) => {
    const isComplete = opaquesOf(expression).length === 0
    const lists = new Map<number, Test[]>()
    for (const test of testsOf(expression)) {
      const list = lists.get(test.list)
      if (list === undefined) lists.set(test.list, [test])
      else list.push(test)
    }
    return [...lists.values()].map(tests => {
      return { tests, fieldText: fieldTextOf(tests, rule), isComplete }
    })
  })
}

function fieldTextOf([first]: readonly Test[], { body, span: { start } }: Rule): string {
  const span = first?.fieldSpan
  if (span === undefined) return ''
  return body.slice(span.start - start, span.end - start).replace(/^(['"])(.*)\1$/, '$2')
}
