import type { CatalogRule } from '../../catalog/index.ts'
import { type Test, valueText } from '../../ir/index.ts'
import type { WireEventMatch, WireRuleReference, WireTest } from '../wire.ts'
import type { Match } from './scanner.ts'

/** A match as programs read it. */
export function toWireMatch({ rule, file, header, explanation }: Match): WireEventMatch {
  return {
    rule: rule.reference,
    event: { file, ...header },
    ...(explanation.branch === undefined ? {} : { branch: explanation.branch }),
    tests: explanation.tests.map(({ test, found, at }) => toWireTest(test, found, at)),
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

function toWireTest(
  test: Test,
  found: string | undefined,
  at: readonly [number, number] | undefined,
): WireTest {
  return {
    field: test.field,
    kind: test.operator,
    value: valueText(test),
    ...(found === undefined ? {} : { found }),
    ...(at === undefined ? {} : { at }),
  }
}
