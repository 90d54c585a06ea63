import { toRuleRows, toWireDiagnostic } from '../../app/build/index.ts'
import { toRuleRecord } from '../../app/catalogue/index.ts'
import { type Diagnostic, lineIndex } from '../../base/index.ts'
import { type CatalogRule, type RuleFileReading, readRuleText } from '../../catalog/index.ts'
import { compressText, toColumns } from '../../catalog/snapshot/index.ts'
import { type Companion, findVendor } from '../../catalog/vendors/index.ts'
import { applyFilters, parseSigma, type SigmaFilter } from '../../frontends/sigma/index.ts'
import type { Rule } from '../../ir/index.ts'
import type { AttackTable } from '../../knowledge/index.ts'
import { countNoticed, packEntry, toOutline } from './file-entry.ts'

/** A file to be read, with all that its entry depends on. */
export interface FileJob {
  readonly vendor: string
  /** The name of the source, and its folder. */
  readonly source: string
  readonly folder: string
  readonly path: string
  /** Relative to the source, with forward slashes. */
  readonly place: string
  readonly license: string | undefined
  readonly isNamed: boolean
  readonly bytes: Uint8Array
  readonly sha256: string
  /** The files that it is read with. */
  readonly companions: readonly Companion[]
  /** The texts of files with filter rules that apply to rules of this one. */
  readonly filters: readonly string[]
  /** What is wrong with references of its rules, by their places in the file. */
  readonly problems: readonly (readonly Diagnostic[])[]
}

/** Reads a file, takes its rules apart, and packs what a catalogue keeps of them. */
export function makeEntry(job: FileJob, attack: AttackTable | undefined): Uint8Array {
  const { bytes, path, place, license, isNamed, companions, vendor: name, folder } = job
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  const origin = { source: { name, path: folder }, path, license, isNamed, companions }
  const reading = withoutGuesses(readRuleText(origin, text), name)
  const rules = withProblems(withFilters(reading.rules, job.filters.flatMap(filtersOf)), job)
  const records = rules.map((entry, ordinal) =>
    toRuleRecord(entry, { source: job.source, path: place, ordinal }, attack),
  )
  const index = lineIndex(text)
  const diagnostics = [...reading.diagnostics, ...reading.filters.flatMap(f => f.diagnostics)]
  return packEntry(
    {
      state: reading.state,
      ...(reading.shape === undefined ? {} : { shape: reading.shape }),
      filters: reading.filters.length,
      rules: reading.rules.map(({ rule }) => toOutline(rule)),
      diagnostics: diagnostics.map(d => toWireDiagnostic(d, index)),
      noticed: countNoticed(records.map(({ page }) => page)),
    },
    toColumns(toRuleRows(records)),
    records.map(({ facts }) => compressText(JSON.stringify(facts))),
    records.map(({ page }) => compressText(JSON.stringify(page))),
  )
}

/**
 * YAML that does not parse and has no shape is taken for a broken Sigma rule; among the files of a vendor
 * who writes no Sigma it is none.
 */
function withoutGuesses(reading: RuleFileReading, vendor: string): RuleFileReading {
  const shape = findVendor(vendor)?.shape
  if (reading.state !== 'rules' || reading.shape !== undefined) return reading
  if (shape === undefined || shape === 'Sigma') return reading
  const diagnostics = [...reading.diagnostics, ...reading.rules.flatMap(r => r.diagnostics)]
  return { state: 'nothing', rules: [], filters: [], diagnostics }
}

/** The filters of a file that can be applied. */
export function filtersOf(text: string): readonly SigmaFilter[] {
  return parseSigma(text).value.filters.flatMap(({ value }) => value ?? [])
}

/** One filter after the other, as `readRuleSources` does. */
export function applyOneByOne(
  rules: readonly Rule[],
  filters: readonly SigmaFilter[],
): { readonly rules: readonly Rule[]; readonly diagnostics: readonly (readonly Diagnostic[])[] } {
  let current = rules
  const diagnostics = filters.map(filter => {
    const applied = applyFilters(current, [filter])
    current = applied.value
    return applied.diagnostics
  })
  return { rules: current, diagnostics }
}

function withFilters(
  entries: readonly CatalogRule[],
  filters: readonly SigmaFilter[],
): readonly CatalogRule[] {
  if (filters.length === 0) return entries
  const applied = applyOneByOne(
    entries.map(({ rule }) => rule),
    filters,
  )
  return entries.map((entry, i) => ({ ...entry, rule: applied.rules[i] ?? entry.rule }))
}

function withProblems(
  entries: readonly CatalogRule[],
  { problems }: FileJob,
): readonly CatalogRule[] {
  return entries.map((entry, i) => {
    const own = problems[i] ?? []
    return own.length === 0 ? entry : { ...entry, diagnostics: [...entry.diagnostics, ...own] }
  })
}
