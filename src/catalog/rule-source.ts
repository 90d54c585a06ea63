import { dirname, resolve } from 'node:path'
import type { Diagnostic } from '../base/index.ts'
import { applyFilters, applyPipelines, type SigmaPipeline } from '../frontends/sigma/index.ts'
import { checkReferences } from './correlation-references.ts'
import { type LicenseFinder, licenseFinder } from './license.ts'
import {
  type CatalogFilter,
  type CatalogRule,
  type RuleSource,
  readRuleBytes,
  readRuleText,
} from './rule-file.ts'
import { isRuleFileName } from './rule-file-name.ts'
import { listSourceFiles, type UnreadableFile } from './source-files.ts'

/** Problems of a file that holds no rule, such as YAML that does not parse. */
export interface FileDiagnostics {
  readonly path: string
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

export interface RuleSet {
  readonly rules: readonly CatalogRule[]
  readonly filters: readonly CatalogFilter[]
  readonly files: readonly FileDiagnostics[]
  readonly unreadable: readonly UnreadableFile[]
  /** How many files were read as rules. */
  readonly fileCount: number
  /** YAML files that are no rules, such as configuration beside them. */
  readonly otherFiles: readonly string[]
}

/**
 * Reads every rule of the sources, in the order of their paths, with filters and then pipelines
 * applied. Never throws for what is on disk: files that cannot be read are listed.
 */
export function readRuleSources(
  sources: readonly RuleSource[],
  pipelines: readonly SigmaPipeline[] = [],
): RuleSet {
  const reader = new SourceReader()
  for (const source of sources) reader.readSource(source)
  return reader.finish(pipelines)
}

class SourceReader {
  private readonly rules: CatalogRule[] = []
  private readonly filters: CatalogFilter[] = []
  private readonly files: FileDiagnostics[] = []
  private readonly unreadable: UnreadableFile[] = []
  private readonly otherFiles: string[] = []
  private readonly licenses: LicenseFinder = licenseFinder()
  private readonly seen = new Set<string>()
  private fileCount = 0

  readSource(source: RuleSource): void {
    const { isFolder, paths, unreadable } = listSourceFiles(source.path)
    this.unreadable.push(...unreadable)
    for (const path of paths) {
      if (!isFolder || isRuleFileName(path)) this.readFile(source, path, !isFolder)
    }
  }

  private readFile(source: RuleSource, path: string, isNamed: boolean): void {
    const absolute = resolve(path)
    if (this.seen.has(absolute)) return
    this.seen.add(absolute)
    const read = readRuleBytes(path)
    if (read.kind === 'unreadable') this.unreadable.push({ path, reason: read.reason })
    else if (read.kind === 'text') this.addFile(source, path, read.bytes.toString('utf8'), isNamed)
    else if (isNamed) this.unreadable.push({ path, reason: 'a binary file, not YAML' })
    else this.otherFiles.push(path)
  }

  private addFile(source: RuleSource, path: string, text: string, isNamed: boolean): void {
    const license = this.licenses.find(dirname(resolve(path)))
    const { state, shape, rules, filters, diagnostics } = readRuleText(
      { source, path, license, isNamed },
      text,
    )
    if (state === 'other' || state === 'unsupported') {
      const reason =
        state === 'other'
          ? 'the file holds no rule'
          : `a rule of ${shape}, which cannot be read yet`
      if (isNamed) this.unreadable.push({ path, reason })
      else this.otherFiles.push(path)
      return
    }
    this.fileCount++
    if (diagnostics.length > 0) this.files.push({ path, text, diagnostics })
    if (state === 'nothing') this.unreadable.push({ path, reason: 'the file holds no rule' })
    for (const rule of rules) this.rules.push(rule)
    for (const filter of filters) this.filters.push(filter)
  }

  finish(pipelines: readonly SigmaPipeline[]): RuleSet {
    const { rules: plain, diagnostics } = filtered(this.rules, this.filters)
    const rules = piped(plain, pipelines)
    const problems = checkReferences(rules.map(({ rule }) => rule))
    return {
      rules: rules.map((entry, i) => ({
        ...entry,
        diagnostics: [...entry.diagnostics, ...(problems[i] ?? [])],
      })),
      filters: this.filters.map((filter, i) => ({
        ...filter,
        diagnostics: [...filter.diagnostics, ...(diagnostics[i] ?? [])],
      })),
      files: this.files,
      unreadable: this.unreadable,
      fileCount: this.fileCount,
      otherFiles: this.otherFiles,
    }
  }
}

/** Whether two paths name one file. */
export function isSameFile(a: string, b: string): boolean {
  return resolve(a) === resolve(b)
}

/** Applies the filters one by one, so that each complaint stays with its filter. */
function filtered(
  rules: readonly CatalogRule[],
  filters: readonly CatalogFilter[],
): { readonly rules: readonly CatalogRule[]; readonly diagnostics: readonly Diagnostic[][] } {
  let current = rules.map(({ rule }) => rule)
  const diagnostics = filters.map(({ filter }) => {
    if (filter === undefined) return []
    const applied = applyFilters(current, [filter])
    current = [...applied.value]
    return [...applied.diagnostics]
  })
  const value = rules.map((entry, i) => {
    const rule = current[i]
    return rule === undefined || rule === entry.rule ? entry : { ...entry, rule }
  })
  return { rules: value, diagnostics }
}

function piped(
  rules: readonly CatalogRule[],
  pipelines: readonly SigmaPipeline[],
): readonly CatalogRule[] {
  if (pipelines.length === 0) return rules
  const applied = applyPipelines(
    rules.map(({ rule }) => rule),
    pipelines,
  )
  return rules.map((entry, i) => {
    const { value: rule = entry.rule, diagnostics = [] } = applied[i] ?? {}
    return { ...entry, rule, diagnostics: [...entry.diagnostics, ...diagnostics] }
  })
}
