import { bench, describe } from 'vitest'
import { compiledMatcher } from '../../../test/support/compiled-matcher.ts'
import { makeEvent, makeTest } from '../../../test/support/make-test.ts'
import { and, type Expression, not, or } from '../../ir/index.ts'
import { createEvaluator } from '../evaluate.ts'
import { plainView } from '../event-view.ts'

/** Rules as rule sets have them: a program, words of a command line, an exclusion. */
const rules: readonly Expression[] = Array.from({ length: 1000 }, (_, i) =>
  and([
    or([makeTest('ends_with', 'A', `\\tool${i}.exe`), makeTest('equals', 'B', `Tool ${i}`)]),
    or(['-enc', 'http', `word${i}`].map(word => makeTest('contains', 'C', word))),
    not(makeTest('starts_with', 'A', `C:\\Program Files\\${i}`)),
  ]),
)

/** Programs repeat, and every eighth command line is new, about as in logs. */
const events = Array.from({ length: 2000 }, (_, i) =>
  makeEvent({
    A: `C:\\Windows\\System32\\tool${i % 40}.exe`,
    B: `Product ${i % 12}`,
    C: `tool.exe /a /b "C:\\Users\\someone\\file ${i % 8 === 0 ? i : 0}.txt" --option value`,
  }),
)

describe('1,000 rules on 2,000 events', () => {
  const match = compiledMatcher(rules)
  bench('compiled', () => {
    for (const event of events) match(event)
  })

  const evaluator = createEvaluator()
  bench('reference, a tenth of the events', () => {
    for (const event of events.slice(0, events.length / 10)) {
      const view = plainView(event)
      for (const rule of rules) evaluator.evaluate(rule, view)
    }
  })
})
