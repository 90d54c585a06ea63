import { type Rule, type Test, testsOf } from '../../ir/index.ts'

/** The tests of one field as a rule writes them: a key with its modifiers, and its values. */
export interface WrittenTests {
  readonly tests: readonly Test[]
  /** The key as written, modifiers included. */
  readonly fieldText: string
}

/** Every key of every selection that stands in the rule’s own text, with its tests. */
export function writtenTests(rule: Rule): readonly WrittenTests[] {
  const groups = new Map<number, Test[]>()
  for (const stage of rule.logic.stages) {
    // A filter rule’s stage has spans in another file.
    if (stage.kind !== 'filter' || stage.origin !== undefined) continue
    for (const test of stage.parts.flatMap(part => testsOf(part.expression))) {
      const group = groups.get(test.list)
      if (group === undefined) groups.set(test.list, [test])
      else if (!group.includes(test)) group.push(test)
    }
  }
  return [...groups.values()].map(tests => {
    const span = tests[0]?.fieldSpan
    const start = rule.span.start
    const fieldText =
      span === undefined ? '' : rule.body.slice(span.start - start, span.end - start)
    return { tests, fieldText: fieldText.replace(/^(['"])(.*)\1$/, '$2') }
  })
}
