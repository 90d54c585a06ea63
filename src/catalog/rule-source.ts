import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import type { Diagnostic, Parsed } from '../base/index.ts'
import {
  applyFilters,
  applyPipelines,
  parseSigma,
  type SigmaFilter,
  type SigmaPipeline,
} from '../frontends/sigma/index.ts'
import type { Rule } from '../ir/index.ts'
import { checkReferences } from './correlation-references.ts'
import { type LicenseFinder, licenseFinder } from './license.ts'
import { isRuleFileName, isSkippedName } from './rule-file-name.ts'

/** A rule set on disk: a folder, or one file of rules. */
export interface RuleSource {
  /** The name under which its rules are counted; the vendor's where it is not given. */
  readonly name?: string
  readonly path: string
}

/** A rule with where it comes from and what was noticed when it was read. */
export interface CatalogRule {
  /** Unique among all rules that were read together. */
  readonly key: string
  /** As written, or made from source, path and ordinal; unique per source at best. */
  readonly id: string
  /** The file's name, with an ordinal where the file holds several rules. */
  readonly slug: string
  readonly vendor: string
  readonly license: string | undefined
  readonly source: RuleSource
  /** The file's path as the user can open it. */
  readonly path: string
  readonly rule: Rule
  /** The text of the whole file, which the rule's spans point into. */
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

/** A filter rule with its file, for complaints about it. */
export interface CatalogFilter {
  readonly path: string
  readonly text: string
  readonly filter: SigmaFilter | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** A file that could not be read, or holds no rule although it is named as one. */
export interface UnreadableFile {
  readonly path: string
  readonly reason: string
}

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

/** Files past this many bytes are no rules. */
export const maxRuleFileBytes: number = 16 * 1024 * 1024

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
    let isFolder: boolean
    try {
      isFolder = statSync(source.path).isDirectory()
    } catch (error) {
      this.unreadable.push({ path: source.path, reason: reasonOf(error) })
      return
    }
    if (isFolder) this.walk(source, source.path, 0)
    else this.readFile(source, source.path, true)
  }

  private walk(source: RuleSource, folder: string, depth: number): void {
    if (depth > 64) {
      this.unreadable.push({ path: folder, reason: 'folders nest deeper than 64 levels' })
      return
    }
    let names: readonly string[]
    try {
      names = readdirSync(folder).sort()
    } catch (error) {
      this.unreadable.push({ path: folder, reason: reasonOf(error) })
      return
    }
    for (const name of names) {
      if (isSkippedName(name)) continue
      const path = join(folder, name)
      const entry = lstatSync(path, { throwIfNoEntry: false })
      if (entry?.isDirectory()) this.walk(source, path, depth + 1)
      else if (entry !== undefined && isRuleFileName(name)) this.readFile(source, path, false)
    }
  }

  private readFile(source: RuleSource, path: string, isNamed: boolean): void {
    const absolute = resolve(path)
    if (this.seen.has(absolute)) return
    this.seen.add(absolute)
    let text: string
    try {
      const { size } = statSync(path)
      if (size > maxRuleFileBytes) {
        this.unreadable.push({ path, reason: `larger than ${maxRuleFileBytes} bytes` })
        return
      }
      const bytes = readFileSync(path)
      if (bytes.subarray(0, 4096).includes(0)) {
        if (isNamed) this.unreadable.push({ path, reason: 'a binary file, not YAML' })
        else this.otherFiles.push(path)
        return
      }
      text = bytes.toString('utf8')
    } catch (error) {
      this.unreadable.push({ path, reason: reasonOf(error) })
      return
    }
    this.addFile(source, path, text, isNamed)
  }

  private addFile(source: RuleSource, path: string, text: string, isNamed: boolean): void {
    const { value, diagnostics } = parseSigma(text)
    const looksLikeRules =
      value.filters.length > 0 || value.rules.some(({ value: rule }) => looksLikeRule(rule))
    const isBroken = diagnostics.some(d => d.severity === 'error')
    if (!looksLikeRules && !isBroken) {
      if (isNamed) this.unreadable.push({ path, reason: 'the file holds no rule' })
      else this.otherFiles.push(path)
      return
    }
    this.fileCount++
    const starts = value.rules.map(parsed => parsed.value.span.start)
    const owners = diagnostics.map(d => ownerOf(d, starts))
    if (starts.length === 0 && diagnostics.length > 0) {
      this.files.push({ path, text, diagnostics })
    }
    if (!looksLikeRules && value.rules.length === 0) {
      this.unreadable.push({ path, reason: 'the file holds no rule' })
    }
    value.rules.forEach((parsed, i) => {
      const own = [...diagnostics.filter((_, d) => owners[d] === i), ...parsed.diagnostics]
      const { value: rule } = parsed
      const count = value.rules.length
      this.rules.push(
        this.toCatalogRule(source, path, text, { value: rule, diagnostics: own }, i, count),
      )
    })
    for (const { value: filter, diagnostics } of value.filters) {
      this.filters.push({ path, text, filter, diagnostics })
    }
  }

  private toCatalogRule(
    source: RuleSource,
    path: string,
    text: string,
    { value: rule, diagnostics }: Parsed<Rule>,
    ordinal: number,
    count: number,
  ): CatalogRule {
    const vendor = source.name ?? 'sigma'
    const place = relative(source.path, path).split(sep).join('/')
    const id = rule.id ?? derivedId(`${vendor}\n${place || basename(path)}\n${ordinal}`)
    const stem = basename(path, extname(path))
    return {
      key: `${vendor}\n${path}\n${ordinal}`,
      id,
      slug: count === 1 ? stem : `${stem}-${ordinal + 1}`,
      vendor,
      license: rule.license ?? this.licenses.find(dirname(resolve(path))),
      source,
      path,
      rule,
      text,
      diagnostics,
    }
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

/** The rule that a problem of the file belongs to: the last that begins before it, or the first. */
function ownerOf({ span }: Diagnostic, starts: readonly number[]): number {
  return Math.max(
    0,
    starts.findLastIndex(start => start <= span.start),
  )
}

/** Anything with a detection is a rule, good or bad; other YAML lies beside rules. */
function looksLikeRule(rule: Rule): boolean {
  const [first] = rule.logic.stages
  if (first?.kind === 'correlate') return true
  const isUnread = rule.logic.stages.some(
    stage =>
      stage.kind === 'opaque' &&
      (stage.reason === 'sigma/missing-detection' || stage.reason === 'yaml/syntax'),
  )
  if (!isUnread) return true
  const hasLogSource = Object.keys(rule.logSource).length > 0
  return rule.title !== '' && (hasLogSource || rule.id !== undefined)
}

function derivedId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  switch (code) {
    case 'ENOENT':
      return 'no such file or folder'
    case 'EACCES':
    case 'EPERM':
      return 'permission denied'
    default:
      return error instanceof Error ? error.message : String(error)
  }
}
