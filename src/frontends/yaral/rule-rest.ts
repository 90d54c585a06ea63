import type { OpaqueStage, ShapeStage } from '../../ir/index.ts'
import { printAssignment, printMatch, printYaralExpression } from './print.ts'
import type { RuleContext } from './rule-context.ts'
import type { YaralError, YaralSection } from './syntax.ts'
import { findSection } from './variables.ts'

/** Sections that are wanting or could not be read: the rule cannot fire without them. */
export function problemStages(context: RuleContext): readonly OpaqueStage[] {
  const { rule, match, window, lowering, variables } = context
  const problems: OpaqueStage[] = []
  for (const kind of ['events', 'condition'] as const) {
    if (findSection(rule, kind) !== undefined) continue
    const { span } = rule.name
    lowering.report('yaral/missing-section', span, `the rule has no section “${kind}”`)
    problems.push({ kind: 'opaque', text: '', reason: 'yaral/missing-section', span })
  }
  if (match?.window !== undefined && window === undefined) {
    const { text, span } = match.window.size
    const help = 'minutes are written 5m, hours 1h, days 1d'
    lowering.report('yaral/invalid-window', span, `“${text}” is no span of time`, help)
    problems.push({ kind: 'opaque', text, reason: 'yaral/invalid-window', span })
  }
  for (const key of match?.keys ?? []) {
    if (key.kind !== 'field' || key.path.length > 0) continue
    const name = key.variable ?? ''
    if (variables.placeholders.has(name) || variables.joined.has(name)) continue
    lowering.report('yaral/unknown-variable', key.span, `no section gives “$${name}” a value`)
  }
  for (const { text, span } of rule.sections.flatMap(unreadParts)) {
    problems.push({ kind: 'opaque', text, reason: 'yaral/syntax', span })
  }
  return problems
}

function unreadParts(section: YaralSection): readonly Pick<YaralError, 'text' | 'span'>[] {
  if (section.kind === 'other') return [section]
  if (section.kind !== 'match') return []
  const keys = section.keys.flatMap(key => (key.kind === 'error' ? [key] : []))
  return section.rest === undefined ? keys : [...keys, section.rest]
}

/** Sections that only say what a detection shows, or how often it does. */
export function shapeStages(context: RuleContext): readonly ShapeStage[] {
  return context.rule.sections.flatMap(section => {
    const text = shapeText(section, context)
    return text === undefined ? [] : [{ kind: 'shape', text, span: section.span }]
  })
}

function shapeText(section: YaralSection, { group, variables }: RuleContext): string | undefined {
  switch (section.kind) {
    case 'match': {
      const { isEvery = false, pivot, kind } = section.window ?? {}
      const isPlain = !isEvery && pivot === undefined && kind !== 'by'
      const isSaid = isPlain && (group.functions.size > 0 || variables.events.length > 1)
      return isSaid ? undefined : `match: ${printMatch(section)}`
    }
    case 'outcome': {
      const shown = section.assignments.filter(({ name }) => !group.outcomes.has(name.text))
      return shown.length === 0 ? undefined : `outcome: ${shown.map(printAssignment).join('; ')}`
    }
    case 'options': {
      const pairs = section.pairs.map(
        ({ key, value }) => `${key.text} = ${printYaralExpression(value)}`,
      )
      return pairs.length === 0 ? undefined : `options: ${pairs.join('; ')}`
    }
    default:
      return undefined
  }
}
