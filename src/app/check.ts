import { attackCoverage, lintRules } from '../analysis/index.ts'
import type { Diagnostic } from '../base/index.ts'
import { type RuleSource, readRuleSources, type UnreadableFile } from '../catalog/index.ts'
import type { PipelineFile } from '../catalog/pipelines/index.ts'
import { parsePipeline } from '../frontends/sigma/index.ts'
import { correlationDiagnostics, ruleDiagnostics } from './rule-diagnostics.ts'

export interface CheckOptions {
  /** Besides errors of the language, say what probably is one. */
  readonly lints: boolean
  /** Files with processing pipelines, which are looked at beside the rules. */
  readonly pipelines?: readonly PipelineFile[]
}

/** What is wrong in one file; every diagnostic with the title of its rule. */
export interface CheckedFile {
  readonly path: string
  readonly text: string
  readonly diagnostics: readonly { readonly rule?: string; readonly diagnostic: Diagnostic }[]
}

export interface CheckResult {
  /** The files that something is wrong in, in the order of their paths. */
  readonly files: readonly CheckedFile[]
  readonly unreadable: readonly UnreadableFile[]
  readonly ruleCount: number
  readonly fileCount: number
}

/** Reads rules and says what is wrong with them, and with pipelines. */
export function checkRules(sources: readonly RuleSource[], options: CheckOptions): CheckResult {
  const set = readRuleSources(sources)
  const files = new Map<
    string,
    { path: string; text: string; diagnostics: { rule?: string; diagnostic: Diagnostic }[] }
  >()
  const add = (path: string, text: string, diagnostic: Diagnostic, rule?: string): void => {
    const file = files.get(path) ?? { path, text, diagnostics: [] }
    file.diagnostics.push(rule === undefined ? { diagnostic } : { rule, diagnostic })
    files.set(path, file)
  }
  for (const { path, text, diagnostics } of set.files) {
    for (const diagnostic of diagnostics) add(path, text, diagnostic)
  }
  const pipelines = options.pipelines ?? []
  for (const { path, text } of pipelines) {
    for (const diagnostic of parsePipeline(text).diagnostics) add(path, text, diagnostic)
  }
  const correlations = correlationDiagnostics(set.rules)
  for (const entry of set.rules) {
    const { path, text, rule, diagnostics } = entry
    const correlation = correlations.get(entry)
    const attack = attackCoverage(rule.tags).diagnostics
    // A lint says of an unknown log source what to look at.
    const run = ruleDiagnostics(entry).filter(
      d => !options.lints || d.code !== 'run/unknown-logsource',
    )
    for (const d of [...diagnostics, ...attack, ...run]) add(path, text, d, rule.title)
    if (correlation !== undefined) add(path, text, correlation, rule.title)
  }
  for (const { path, text, filter, diagnostics } of set.filters) {
    for (const diagnostic of diagnostics) add(path, text, diagnostic, filter?.title)
  }
  if (options.lints) {
    const findings = lintRules(set.rules)
    for (const { index, diagnostic } of findings) {
      const entry = set.rules[index]
      if (entry !== undefined) add(entry.path, entry.text, diagnostic, entry.rule.title)
    }
  }
  const sorted = [...files.values()]
    .map(file => ({
      ...file,
      diagnostics: file.diagnostics.sort(
        (a, b) => a.diagnostic.span.start - b.diagnostic.span.start,
      ),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  return {
    files: sorted,
    unreadable: set.unreadable,
    ruleCount: set.rules.length,
    fileCount: set.fileCount + pipelines.length,
  }
}
