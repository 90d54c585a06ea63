import { basename, dirname, resolve } from 'node:path'
import type { Diagnostic } from '../base/index.ts'
import { applyFilters, applyPipelines, type SigmaPipeline } from '../frontends/sigma/index.ts'
import { type CompanionFinder, companionFinder, type PathText } from './companions.ts'
import { checkReferences } from './correlation-references.ts'
import { type LicenseFinder, licenseFinder } from './license.ts'
import { readRuleBytes } from './rule-bytes.ts'
import {
  type CatalogFilter,
  type CatalogRule,
  type RuleFileReading,
  type RuleSource,
  readRuleText,
} from './rule-file.ts'
import { isRuleFileName, mayBeProse } from './rule-file-name.ts'
import { listSourceFiles, type UnreadableFile } from './source-files.ts'
import { recogniseFile } from './vendors/register.ts'

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
  /** Files that hold no rules although they are named as such, as configuration beside them is. */
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
    // All texts come first: rules are read with other files of their source.
    const files = paths.flatMap(path =>
      !isFolder || isRuleFileName(path) ? this.readText(path, !isFolder) : [],
    )
    const companions = companionFinder(source.path, () => files)
    for (const file of files) this.addFile(source, file, !isFolder, companions)
  }

  private readText(path: string, isNamed: boolean): readonly PathText[] {
    const absolute = resolve(path)
    if (this.seen.has(absolute)) return []
    this.seen.add(absolute)
    const read = readRuleBytes(path)
    if (read.kind === 'text') return [{ path, text: read.bytes.toString('utf8') }]
    if (read.kind === 'unreadable') this.unreadable.push({ path, reason: read.reason })
    else if (isNamed) this.unreadable.push({ path, reason: 'a binary file, not YAML' })
    else this.otherFiles.push(path)
    return []
  }

  private addFile(
    source: RuleSource,
    file: PathText,
    isNamed: boolean,
    finder: CompanionFinder,
  ): void {
    const { path, text } = file
    const license = this.licenses.find(dirname(resolve(path)))
    const companions = finder.find(file, recogniseFile({ name: basename(path), text }))
    const reading = readRuleText({ source, path, license, isNamed, companions }, text)
    const { state, rules, filters, diagnostics } = reading
    if (state === 'other') {
      if (isNamed) this.unreadable.push({ path, reason: reasonOfOther(reading) })
      else if (!mayBeProse(path)) this.otherFiles.push(path)
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

function reasonOfOther({ other }: RuleFileReading): string {
  return other === undefined ? 'the file holds no rule' : `the file ${other} and holds no rule`
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
