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

/** A rule to be linted, with its file. */
export interface RuleInFile {
  readonly rule: Rule
  /** Tells files apart: rules of one file may share an id on purpose. */
  readonly path: string
}

/**
 * What the lints find in rules that were read together, in the order of the rules. Spans are those
 * of each rule’s file.
 */
export function lintRules(rules: readonly RuleInFile[]): readonly Finding[] {
  const single = rules.flatMap(({ rule }, index) =>
    lints.flatMap(lint => runLint(lint, rule).map(found => ({ index, diagnostic: found }))),
  )
  return [...single, ...findDuplicateIds(rules)].sort((a, b) => a.index - b.index)
}

/** Rules that share an id; every one but the first is reported, with the first’s title. */
function findDuplicateIds(rules: readonly RuleInFile[]): readonly Finding[] {
  const first = new Map<string, RuleInFile>()
  return rules.flatMap((own, index) => {
    const { id, span } = own.rule
    if (id === undefined) return []
    const known = first.get(id.toLowerCase())
    if (known === undefined) {
      first.set(id.toLowerCase(), own)
      return []
    }
    if (isSameText(known, own)) return []
    const message = `the id ${id} is that of “${known.rule.title}” too`
    const start = { start: span.start, end: span.start }
    return [{ index, diagnostic: diagnostic('lint/duplicate-id', start, message) }]
  })
}

/** Documents of one `action: global` share its id, and all of the file’s text. */
function isSameText(a: RuleInFile, b: RuleInFile): boolean {
  const { start, end } = a.rule.span
  return a.path === b.path && start === b.rule.span.start && end === b.rule.span.end
}
