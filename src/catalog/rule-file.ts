import { createHash } from 'node:crypto'
import { basename, extname, relative, sep } from 'node:path'
import { type Diagnostic, optional, type Parsed } from '../base/index.ts'
import { parseSigma, type SigmaFilter } from '../frontends/sigma/index.ts'
import type { Rule } from '../ir/index.ts'
import { isSigmaFileName } from './rule-file-name.ts'
import { describeOtherFile, recogniseFile } from './vendors/register.ts'
import type { Companion, ParsedRuleFile, Vendor } from './vendors/vendor.ts'

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

/** Where a file comes from. */
export interface RuleFileOrigin {
  readonly source: RuleSource
  readonly path: string
  /** The licence that holds in its folder. */
  readonly license: string | undefined
  /** It was named by itself, so it is read whatever its name ends with. */
  readonly isNamed: boolean
  /** The files that it is read with. */
  readonly companions: readonly Companion[]
}

/** What became of a file. */
export interface RuleFileReading {
  /**
   * `rules`: it holds rules or filters, good or bad. `nothing`: it is named as rules and nothing of it
   * could be read. `other`: no rules.
   */
  readonly state: 'rules' | 'nothing' | 'other'
  /** What the file is by its shape: `Sigma`, `Splunk`. */
  readonly shape?: string
  /** Of a file without rules, if some vendor has such files: “defines a macro”. */
  readonly other?: string
  readonly rules: readonly CatalogRule[]
  readonly filters: readonly CatalogFilter[]
  /** Problems of a file that holds no rule, such as YAML that does not parse. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the text of a file. Filters are not applied, and references not looked up. */
export function readRuleText(origin: RuleFileOrigin, text: string): RuleFileReading {
  const name = basename(origin.path)
  const vendor = recogniseFile({ name, text })
  const shape = vendor === undefined ? {} : { shape: vendor.shape }
  const none = { rules: [], filters: [], diagnostics: [] }
  if (vendor === undefined) {
    const other = describeOtherFile({ name, text })
    if (other !== undefined || (!origin.isNamed && !isSigmaFileName(name))) {
      return { state: 'other', ...optional('other', other), ...none }
    }
  }
  const parse = vendor?.parse ?? parseSigma
  const context = { name, companions: origin.companions }
  const { value, diagnostics }: Parsed<ParsedRuleFile> = parse(text, context)
  const looksLikeRules =
    value.filters.length > 0 || value.rules.some(({ value: rule }) => looksLikeRule(rule))
  const isBroken = diagnostics.some(d => d.severity === 'error')
  if (!looksLikeRules && !isBroken) return { state: 'other', ...shape, ...none }
  const starts = value.rules.map(parsed => parsed.value.span.start)
  const owners = diagnostics.map(d => ownerOf(d, starts))
  const count = value.rules.length
  return {
    state: !looksLikeRules && count === 0 ? 'nothing' : 'rules',
    ...shape,
    rules: value.rules.map((parsed, i) => {
      const own = [...diagnostics.filter((_, d) => owners[d] === i), ...parsed.diagnostics]
      const place = { vendor: ownerOfShape(vendor), ordinal: i, count }
      return toCatalogRule(
        origin,
        value.text ?? text,
        { value: parsed.value, diagnostics: own },
        place,
      )
    }),
    filters: value.filters.map(({ value: filter, diagnostics: own }) => ({
      path: origin.path,
      text,
      filter,
      diagnostics: own,
    })),
    diagnostics: count === 0 ? diagnostics : [],
  }
}

function toCatalogRule(
  { source, path, license }: RuleFileOrigin,
  text: string,
  { value: rule, diagnostics }: Parsed<Rule>,
  { vendor: author, ordinal, count }: { vendor: string; ordinal: number; count: number },
): CatalogRule {
  const vendor = source.name ?? author
  const place = placeIn(source, path)
  const id = rule.id ?? derivedId(`${vendor}\n${place}\n${ordinal}`)
  const stem = basename(path, extname(path))
  return {
    key: `${vendor}\n${path}\n${ordinal}`,
    id,
    slug: count === 1 ? stem : `${stem}-${ordinal + 1}`,
    vendor,
    license: rule.license ?? license,
    source,
    path,
    rule,
    text,
    diagnostics,
  }
}

/**
 * Whose a file’s rules are where nobody says: Sigma and plain Kusto are written by everybody, and all other
 * shapes by one vendor.
 */
function ownerOfShape(vendor: Vendor | undefined): string {
  if (vendor === undefined || vendor.shape === 'Sigma') return 'sigma'
  return vendor.ownLicense === undefined ? vendor.id : vendor.shape.toLowerCase()
}

/** The path of a file in its source, with forward slashes. */
export function placeIn(source: RuleSource, path: string): string {
  return relative(source.path, path).split(sep).join('/') || basename(path)
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
