import { describe, expect, test } from 'vitest'
import { type Expression, type LogEvent, printExpression } from '../../src/ir/index.ts'
import { makeEvent } from './make-test.ts'
import { matcherCases } from './matcher-cases.ts'

export type Lists = ReadonlyMap<string, readonly string[]>

/**
 * Makes the matcher of one expression. It says `match`, `no_match` or `unknown`; one that knows of two
 * values only says whether the event matches.
 */
export type MakeMatcher = (
  expression: Expression,
  lists: Lists | undefined,
) => (event: LogEvent) => 'match' | 'no_match' | 'unknown' | boolean

/** A case that an implementation is known to fail. It still runs, and must still fail. */
export interface KnownGap {
  /** The name of a case, or of an area with all of its cases. */
  readonly name: string
  readonly reason: string
}

/** The contract of every matcher: what each test means, case by case. */
export function describeMatcher(
  name: string,
  makeMatcher: MakeMatcher,
  knownGaps: readonly KnownGap[] = [],
): void {
  describe(`matcher: ${name}`, () => {
    for (const { area, sentence, cases } of matcherCases) {
      describe(`${area}: ${sentence}`, () => {
        for (const [title, expression, fields, expected, lists] of cases) {
          const fullName = `${area}/${title}`
          const gap = knownGaps.find(known => known.name === fullName || known.name === area)
          const run = gap === undefined ? test : test.fails
          const sign = { match: 'matches', no_match: 'does not match', unknown: 'is unknown of' }
          run(`${title}: ${printExpression(expression)} ${sign[expected]} its event`, () => {
            const got = makeMatcher(
              expression,
              lists && new Map(Object.entries(lists)),
            )(makeEvent(fields))
            expect(got).toBe(typeof got === 'boolean' ? expected === 'match' : expected)
          })
        }
      })
    }
  })
}
