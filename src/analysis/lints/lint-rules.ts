import { diagnostic } from '../../base/index.ts'
import type { Rule } from '../../ir/index.ts'
import { allOnOneValue } from './all-on-one-value.ts'
import { bareFileName } from './bare-file-name.ts'
import { type Finding, type Lint, runLint } from './lint.ts'
import { nullInList } from './null-in-list.ts'
import { alwaysTrue, neverTrue } from './truth.ts'
import { unknownField } from './unknown-field.ts'
import { unknownLogSource } from './unknown-log-source.ts'
import { unusedSelection } from './unused-selection.ts'

/** Every lint that looks at one rule, in the order of the manual. */
export const lints: readonly Lint[] = [
  unusedSelection,
  allOnOneValue,
  nullInList,
  unknownLogSource,
  unknownField,
  bareFileName,
  neverTrue,
  alwaysTrue,
]

/**
 * What the lints find in rules that were read together, in the order of the rules. Spans are those
 * of each rule’s file.
 */
export function lintRules(rules: readonly Rule[]): readonly Finding[] {
  const single = rules.flatMap((rule, index) =>
    lints.flatMap(lint => runLint(lint, rule).map(found => ({ index, diagnostic: found }))),
  )
  return [...single, ...findDuplicateIds(rules)].sort((a, b) => a.index - b.index)
}

/** Rules that share an id; every one but the first is reported, with the first’s title. */
function findDuplicateIds(rules: readonly Rule[]): readonly Finding[] {
  const first = new Map<string, Rule>()
  return rules.flatMap((rule, index) => {
    const { id } = rule
    if (id === undefined) return []
    const known = first.get(id)
    if (known === undefined) {
      first.set(id, rule)
      return []
    }
    // Documents of one `action: global` share the id on purpose.
    if (known.span.start === rule.span.start && known.body === rule.body) return []
    const message = `the id ${id} is that of “${known.title}” too`
    const span = { start: rule.span.start, end: rule.span.start }
    return [{ index, diagnostic: diagnostic('lint/duplicate-id', span, message) }]
  })
}
