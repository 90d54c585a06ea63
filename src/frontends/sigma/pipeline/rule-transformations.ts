import type { Diagnostic, PlainValue } from '../../../base/index.ts'
import type { YamlMap, YamlNode } from '../../../base/yaml/index.ts'
import { type FilterStage, type LogSource, not, type Rule, type Stage } from '../../../ir/index.ts'
import { lowerSelection } from '../selection.ts'
import type { Parameters } from './parameters.ts'
import type { Transformation } from './pipeline.ts'
import { PipelineFailure, type RuleWork } from './rule-work.ts'

/** Steps that change the rule as a whole. */
export const ruleTransformations: {
  readonly [type: string]: (parameters: Parameters, pipeline: string) => Transformation
} = {
  add_condition(parameters, pipeline) {
    const isTemplate = parameters.flag('template')
    const isNegated = parameters.flag('negated')
    const name = parameters.text('name') ?? 'added by the pipeline'
    const node = parameters.node('conditions')
    if (node?.kind !== 'map' || node.entries.length === 0) {
      parameters.complain('“conditions” must be a map of fields', node?.span)
      return () => {}
    }
    const lower = (conditions: YamlMap, diagnostics: Diagnostic[]): FilterStage => {
      const context = { diagnostics, nextList: 0 }
      const selection = lowerSelection(name, conditions, context)
      return {
        kind: 'filter',
        condition: isNegated ? `not ${name}` : name,
        parts: [{ name, expression: selection, span: node.span }],
        expression: isNegated ? not(selection) : selection,
        span: node.span,
        origin: { id: '', title: pipeline },
      }
    }
    // What is wrong with it is said once, when the pipeline is read.
    const plain = lower(node, parameters.diagnostics)
    return (work, step) => {
      if (work.isCorrelation) return
      const stage = isTemplate ? lower(filled(node, work.rule.logSource), []) : plain
      const index = addStage(work, stage)
      for (const item of work.items()) if (item.stage === index) work.noteApplied(item, step.id)
    }
  },
  change_logsource(parameters) {
    const logSource: LogSource = Object.fromEntries(
      (['category', 'product', 'service'] as const).flatMap(key => {
        const text = parameters.text(key)
        return text === undefined ? [] : [[key, text.trim().toLowerCase()]]
      }),
    )
    return work => {
      if (work.isCorrelation) return
      work.rule = { ...work.rule, logSource }
      work.setStages(
        work.rule.logic.stages.map(
          (stage): Stage => (stage.kind === 'source' ? { ...stage, logSource } : stage),
        ),
      )
    }
  },
  set_state(parameters) {
    const key = parameters.needText('key')
    const value = parameters.plain('val')
    return work => {
      work.state.set(key, value)
    }
  },
  set_custom_attribute(parameters) {
    const attribute = parameters.needText('attribute')
    const value: PlainValue = parameters.plain('value')
    return work => {
      const custom: Rule['custom'] = { ...work.rule.custom, [attribute]: value }
      work.rule = { ...work.rule, custom }
    }
  },
  rule_failure(parameters) {
    const message = parameters.needText('message')
    return () => {
      throw new PipelineFailure(message)
    }
  },
  strict_field_mapping_failure: () => work => {
    const unmapped = work
      .items()
      .find(({ field }) => field !== undefined && !work.mappedFields.has(field))
    if (unmapped !== undefined) {
      throw new PipelineFailure(`the pipeline maps no field “${unmapped.field}”`)
    }
  },
  query_expression_placeholders(parameters) {
    for (const key of ['expression', 'mapping', 'include', 'exclude']) parameters.node(key)
    return () => {}
  },
}

/** The stage stands behind the rule’s own conditions, before what looks at several events. */
function addStage(work: RuleWork, added: FilterStage): number {
  const { stages } = work.rule.logic
  const at = stages.findLastIndex(({ kind }) => kind === 'filter' || kind === 'source') + 1
  work.setStages([...stages.slice(0, at), added, ...stages.slice(at)])
  return at
}

/** The node with the words of the log source in place of `$category`, `$product` and `$service`. */
function filled(node: YamlMap, logSource: LogSource): YamlMap {
  return { ...node, entries: node.entries.map(e => ({ ...e, value: fill(e.value, logSource) })) }
}

function fill(node: YamlNode, logSource: LogSource): YamlNode {
  switch (node.kind) {
    case 'map':
      return filled(node, logSource)
    case 'list':
      return { ...node, items: node.items.map(item => fill(item, logSource)) }
    case 'scalar': {
      if (typeof node.value !== 'string') return node
      const text = node.value.replace(
        /\$(?:\$|(category|product|service)\b|\{(category|product|service)\})/g,
        (_, plain: LogSourceWord | undefined, braced: LogSourceWord | undefined) => {
          const word = plain ?? braced
          return word === undefined ? '$' : (logSource[word] ?? 'None')
        },
      )
      return { ...node, value: text, text }
    }
  }
}

type LogSourceWord = 'category' | 'product' | 'service'
