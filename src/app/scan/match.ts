import type { CatalogRule } from '../../catalog/index.ts'
import type { TestMatch } from '../../engine/scan/index.ts'
import { valueText } from '../../ir/index.ts'
import type { WireEventMatch, WireRuleReference, WireTest } from '../wire.ts'
import type { Match } from './scanner.ts'

/** The matches of one event as programs read them. */
export function toWireMatches(matches: readonly Match[]): readonly WireEventMatch[] {
  const [first] = matches
  if (first === undefined) return []
  const event = { file: first.file, ...first.header }
  return matches.map(({ rule, explanation: { branch, tests } }) => ({
    rule: rule.reference,
    event,
    ...(branch === undefined ? {} : { branch }),
    tests: tests.map(toWireTest),
  }))
}

export function toWireReference({
  id,
  rule,
  vendor,
  license,
  path,
}: CatalogRule): WireRuleReference {
  return {
    id,
    title: rule.title,
    ...(rule.level === undefined ? {} : { level: rule.level }),
    vendor,
    authors: rule.authors,
    ...(license === undefined ? {} : { license }),
    path,
  }
}

/** Logs give the same matches of tests again and again: they are then the same objects. */
const wireTests = new WeakMap<TestMatch, WireTest>()

function toWireTest(match: TestMatch): WireTest {
  const known = wireTests.get(match)
  if (known !== undefined) return known
  const { test, found, at } = match
  const made = {
    field: test.field,
    kind: test.operator,
    value: valueText(test),
    ...(found === undefined ? {} : { found }),
    ...(at === undefined ? {} : { at }),
  }
  wireTests.set(match, made)
  return made
}
