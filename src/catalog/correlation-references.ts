import { type Diagnostic, diagnostic, type Span } from '../base/index.ts'
import type { Rule } from '../ir/index.ts'

/**
 * What is wrong with the references of correlations among rules that were read together, for each
 * rule in their order: rules that are not there, and correlations that refer to one another in a
 * circle, or to such a circle.
 */
export function checkReferences(rules: readonly Rule[]): readonly (readonly Diagnostic[])[] {
  const byName = new Map<string, Rule[]>()
  for (const rule of rules) {
    for (const name of new Set([rule.id, rule.name])) {
      if (name === undefined) continue
      const known = byName.get(name)
      if (known === undefined) byName.set(name, [rule])
      else known.push(rule)
    }
  }
  const endless = findEndless(rules, byName)
  return rules.map(rule =>
    referencesOf(rule).flatMap(({ reference, span }) => {
      const named = byName.get(reference)
      if (named === undefined) {
        const message = `there is no rule “${reference}” to correlate`
        return [diagnostic('sigma/unknown-rule', span, message)]
      }
      if (!endless.has(rule) || !named.some(target => endless.has(target))) return []
      const message = `“${reference}” refers back in a circle of correlations`
      return [diagnostic('sigma/circular-correlation', span, message)]
    }),
  )
}

/** The rules whose references never come to an end: what is left when those that do are taken away. */
function findEndless(
  rules: readonly Rule[],
  byName: ReadonlyMap<string, readonly Rule[]>,
): ReadonlySet<Rule> {
  const endless = new Set(rules)
  const open = new Map<Rule, number>()
  const users = new Map<Rule, Rule[]>()
  for (const rule of rules) {
    const targets = referencesOf(rule).flatMap(({ reference }) => byName.get(reference) ?? [])
    open.set(rule, targets.length)
    for (const target of targets) {
      const known = users.get(target)
      if (known === undefined) users.set(target, [rule])
      else known.push(rule)
    }
  }
  const ended = rules.filter(rule => open.get(rule) === 0)
  for (let rule = ended.pop(); rule !== undefined; rule = ended.pop()) {
    endless.delete(rule)
    for (const user of users.get(rule) ?? []) {
      const left = (open.get(user) ?? 0) - 1
      open.set(user, left)
      if (left === 0) ended.push(user)
    }
  }
  return endless
}

function referencesOf({
  logic,
}: Rule): readonly { readonly reference: string; readonly span: Span }[] {
  return logic.stages.flatMap(stage => (stage.kind === 'correlate' ? stage.rules : []))
}
