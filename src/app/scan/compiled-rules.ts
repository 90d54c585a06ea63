import { compileSection, type Section } from '../../engine/index.ts'
import { groupByLogSource, type RuleGroup } from './rule-groups.ts'
import type { ScanRule, UncompiledRule } from './scan-rule.ts'

/** Rules made ready to be run, whichever way their tables come about. */
export interface CompiledRules {
  readonly rules: readonly ScanRule[]
  readonly groups: readonly RuleGroup[]
  /** The places of the rules that have a check: few, and only theirs are read. */
  readonly checked: ReadonlySet<number>
  /** The tables of a group; its rules are numbered as the group has them. */
  section(group: number): Section
  /** The contents of the lists that placeholders name. */
  readonly lists: Lists
}

export type Lists = ReadonlyMap<string, readonly string[]>

const noLists: Lists = new Map()

/** Compiles rules group by group, each when it is first asked for. */
export function compileRules(
  rules: readonly UncompiledRule[],
  lists: Lists = noLists,
): CompiledRules {
  const groups = groupByLogSource(rules)
  const sections = new Map<number, Section>()
  return {
    rules,
    groups,
    checked: new Set(rules.flatMap(({ check }, order) => (check === undefined ? [] : [order]))),
    lists,
    section(group) {
      const known = sections.get(group)
      if (known !== undefined) return known
      const expressions = (groups[group]?.rules ?? []).flatMap(
        order => rules[order]?.expression ?? [],
      )
      const section = compileSection(expressions, { lists })
      sections.set(group, section)
      return section
    },
  }
}
