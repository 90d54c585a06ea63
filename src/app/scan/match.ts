import type { CatalogRule } from '../../catalog/index.ts'
import type { TestMatch } from '../../engine/scan/index.ts'
import { valueText } from '../../ir/index.ts'
import type { WireEvent, WireEventMatch, WireRuleReference, WireTest } from '../wire.ts'
import type { Match } from './scanner.ts'

/** The matches of one event as programs read them. */
export function toWireMatches(matches: readonly Match[]): readonly WireEventMatch[] {
  const found: WireEventMatch[] = []
  addWireMatches(matches, found)
  return found
}

/** Adds the matches of one event, which is one object in all of them, to those of others. */
// HOT: for every event that matches (scanner.bench.ts).
export function addWireMatches(matches: readonly Match[], to: WireEventMatch[]): void {
  const [first] = matches
  if (first === undefined) return
  const event: WireEvent = { file: first.file, ...first.header }
  for (let i = 0; i < matches.length; i++) {
    const match = matches[i]
    if (match === undefined) continue
    const rule = match.rule.reference
    const { branch, tests } = match.explanation
    to.push(
      branch === undefined
        ? { rule, event, tests: toWireTests(tests) }
        : { rule, event, branch, tests: toWireTests(tests) },
    )
  }
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

/** Logs give the same matches again and again: what they rest on is then the same object. */
const wireLists = new WeakMap<readonly TestMatch[], readonly WireTest[]>()
const wireTests = new WeakMap<TestMatch, WireTest>()

function toWireTests(tests: readonly TestMatch[]): readonly WireTest[] {
  const known = wireLists.get(tests)
  if (known !== undefined) return known
  const made = tests.map(toWireTest)
  wireLists.set(tests, made)
  return made
}

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
