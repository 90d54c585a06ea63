import { compileRules, toScanRules } from '../../app/compile/index.ts'
import { type CompiledRules, type RuleRemark, selectRules } from '../../app/index.ts'
import { lineIndex } from '../../base/index.ts'
import { type RuleSet, readRuleSources } from '../../catalog/index.ts'
import type { PipelineFile } from '../../catalog/pipelines/index.ts'
import { parsePipeline, type SigmaPipeline } from '../../frontends/sigma/index.ts'
import { UsageError } from '../exit-codes.ts'
import type { RuleRequest } from './load-rules.ts'
import type { RuleReport } from './rule-report.ts'

/**
 * Reads rules from their sources and compiles those that are to run. A pipeline that is wrong is a wrong
 * command line.
 */
export function readRules({
  sources,
  selection,
  pipelines,
}: Pick<RuleRequest, 'sources' | 'selection' | 'pipelines'>): {
  readonly compiled: CompiledRules
  readonly report: RuleReport
} {
  const set = readRuleSources(sources, pipelines.map(parsePipelineFile))
  const selected = selectRules(set.rules, selection)
  const { rules, setup } = toScanRules(selected)
  const { run, feeding, correlations } = selected
  const remarks = [...selected.notRun, ...selected.partial]
  const report: RuleReport = {
    loaded: set.rules.length,
    // An aggregation of the old form is among those that feed as well.
    run: new Set([...run, ...feeding, ...correlations].map(({ entry }) => entry)).size,
    notRun: selected.notRun.map(describe),
    partial: selected.partial.map(describe),
    correlations: setup,
    unreadable: unreadableOf(
      set,
      remarks.filter(({ kind }) => kind === 'unreadable'),
    ),
  }
  return { compiled: compileRules(rules, selection.lists), report }
}

function parsePipelineFile({ path, text }: PipelineFile): SigmaPipeline {
  const { value, diagnostics } = parsePipeline(text)
  if (value !== undefined) return value
  const index = lineIndex(text)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const lines = errors.map(({ message, span, help }) => {
    const { line, column } = index.position(span)
    return `${path}:${line}:${column}: ${message}${help === undefined ? '' : ` (${help})`}`
  })
  throw new UsageError(`the pipeline cannot be used\n${lines.slice(0, 20).join('\n')}`)
}

function describe({ entry, reason }: RuleRemark): RuleReport['notRun'][number] {
  return { id: entry.id, title: entry.rule.title, path: entry.path, reason }
}

function unreadableOf(set: RuleSet, remarks: readonly RuleRemark[]): RuleReport['unreadable'] {
  const unreadable: RuleReport['unreadable'][number][] = []
  for (const { path, reason } of set.unreadable) unreadable.push({ place: path, reason })
  for (const { path, text, diagnostics } of set.files) {
    const index = lineIndex(text)
    for (const { severity, message, span } of diagnostics) {
      if (severity !== 'error') continue
      const { line, column } = index.position(span)
      unreadable.push({ place: `${path}:${line}:${column}`, reason: message })
    }
  }
  for (const { entry, reason } of remarks) {
    const error = entry.diagnostics.find(d => d.severity === 'error')
    const { line, column } = lineIndex(entry.text).position(error?.span ?? entry.rule.span)
    unreadable.push({ place: `${entry.path}:${line}:${column}`, reason })
  }
  return unreadable
}
