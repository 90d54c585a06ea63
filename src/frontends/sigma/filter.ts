import { type Diagnostic, diagnostic, type Parsed, type Span } from '../../base/index.ts'
import type { YamlMap } from '../../base/yaml/index.ts'
import { findEntry } from '../../base/yaml/index.ts'
import type { FilterStage, LogSource, Rule, Stage } from '../../ir/index.ts'
import { lowerConditionText, lowerParts } from './detection.ts'
import { headOf, type Metadata } from './metadata.ts'
import type { Condition } from './syntax.ts'

/** A filter rule: a condition that other rules must meet besides their own. */
export interface SigmaFilter {
  readonly id: string | undefined
  readonly title: string
  readonly logSource: LogSource
  /** The ids or names of the rules that it applies to, or all rules of its log source. */
  readonly rules: 'any' | readonly { readonly reference: string; readonly span: Span }[]
  readonly stage: FilterStage
}

const notSelections: ReadonlySet<string> = new Set(['condition', 'rules'])

/** Reads a filter section. */
export function lowerFilter(
  section: YamlMap,
  metadata: Metadata,
  diagnostics: Diagnostic[],
): SigmaFilter | undefined {
  const before = diagnostics.length
  const invalid = (span: Span, message: string): void => {
    diagnostics.push(diagnostic('sigma/invalid-filter', span, message))
  }
  const rules = readRules(section, invalid)
  if (rules === undefined) invalid(headOf(section), 'a filter names the rules that it applies to')
  if (rules === 'any' && Object.keys(metadata.logSource).length === 0) {
    invalid(headOf(section), 'a filter of any rule needs a log source')
  }
  const parts = lowerParts(section, notSelections, diagnostics)
  const node = findEntry(section, 'condition')
  if (node?.kind !== 'scalar' || node.value === null) {
    invalid(node?.span ?? headOf(section), 'a filter needs a condition')
    return undefined
  }
  const { expression, syntax } = lowerConditionText(node, parts, diagnostics)
  if (syntax !== undefined && !negatesAnything(syntax)) {
    diagnostics.push(
      diagnostic(
        'sigma/filter-without-negation',
        node.span,
        'the condition negates nothing: the rules match only what the filter selects',
        'write “not selection” to exclude what it selects',
      ),
    )
  }
  const hasError = diagnostics.slice(before).some(d => d.severity === 'error')
  if (hasError || rules === undefined) return undefined
  const origin = { id: metadata.id ?? '', title: metadata.title }
  const condition = node.text.trim()
  return {
    id: metadata.id,
    title: metadata.title,
    logSource: metadata.logSource,
    rules,
    stage: { kind: 'filter', condition, parts, expression, span: section.span, origin },
  }
}

function readRules(
  section: YamlMap,
  invalid: (span: Span, message: string) => void,
): SigmaFilter['rules'] | undefined {
  const node = findEntry(section, 'rules')
  if (node === undefined || node.kind === 'map') return undefined
  if (node.kind === 'scalar') {
    if (node.value === null) return undefined
    const reference = node.text.trim()
    return reference.toLowerCase() === 'any' ? 'any' : [{ reference, span: node.span }]
  }
  // An empty list could mean all rules or none.
  if (node.items.length === 0) return undefined
  return node.items.flatMap(item => {
    if (item.kind === 'scalar' && item.value !== null) {
      return [{ reference: item.text.trim(), span: item.span }]
    }
    invalid(item.span, 'a rule is named by its id or its name')
    return []
  })
}

function negatesAnything(condition: Condition): boolean {
  switch (condition.kind) {
    case 'not':
      return true
    case 'and':
    case 'or':
      return condition.operands.some(negatesAnything)
    case 'name':
    case 'quantifier':
      return false
  }
}

/**
 * The rules with every filter that names them, and-ed as written. A filter's stage follows the
 * rule's own filter, with its selections' names kept apart. Never applies to correlations.
 */
export function applyFilters(
  rules: readonly Rule[],
  filters: readonly SigmaFilter[],
): Parsed<readonly Rule[]> {
  const diagnostics: Diagnostic[] = []
  const added = new Map<Rule, Stage[]>()
  for (const filter of filters) {
    for (const rule of new Set(findFiltered(filter, rules, diagnostics))) {
      const stages = added.get(rule)
      if (stages === undefined) added.set(rule, [filter.stage])
      else stages.push(filter.stage)
    }
  }
  const value = rules.map(rule => {
    const stages = added.get(rule)
    return stages === undefined ? rule : withStages(rule, stages)
  })
  return { value, diagnostics }
}

function findFiltered(
  filter: SigmaFilter,
  rules: readonly Rule[],
  diagnostics: Diagnostic[],
): readonly Rule[] {
  if (filter.rules === 'any') {
    return rules.filter(rule => !isCorrelation(rule) && fits(filter.logSource, rule.logSource))
  }
  return filter.rules.flatMap(({ reference, span }) => {
    const named = rules.filter(rule => rule.id === reference || rule.name === reference)
    if (named.length === 0) {
      const message = `there is no rule “${reference}” to filter`
      diagnostics.push(diagnostic('sigma/unknown-rule', span, message))
    }
    return named.filter(rule => {
      if (isCorrelation(rule)) {
        const message = `“${rule.title}” is a correlation, which filters do not apply to`
        diagnostics.push(diagnostic('sigma/filter-on-correlation', span, message))
        return false
      }
      if (!fits(filter.logSource, rule.logSource)) {
        const message = `“${rule.title}” has another log source than the filter`
        diagnostics.push(diagnostic('sigma/filter-logsource', span, message))
        return false
      }
      return true
    })
  })
}

function isCorrelation(rule: Rule): boolean {
  return rule.logic.stages.some(stage => stage.kind === 'correlate')
}

/** Every word of the filter's log source stands in the rule's, too. */
function fits(filter: LogSource, rule: LogSource): boolean {
  return (
    (filter.product === undefined || filter.product === rule.product) &&
    (filter.category === undefined || filter.category === rule.category) &&
    (filter.service === undefined || filter.service === rule.service)
  )
}

function withStages(rule: Rule, added: readonly Stage[]): Rule {
  const { stages } = rule.logic
  const at = stages.findLastIndex(stage => stage.kind === 'filter' || stage.kind === 'source') + 1
  return { ...rule, logic: { stages: [...stages.slice(0, at), ...added, ...stages.slice(at)] } }
}
