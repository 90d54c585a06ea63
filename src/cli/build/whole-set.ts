import type { WireDiagnostic } from '../../app/index.ts'
import type { Diagnostic } from '../../base/index.ts'
import type { FileEntry } from './file-entry.ts'
import type { FileJob } from './make-entry.ts'

/** A file that was read, with what came of it. */
export interface ReadFile {
  readonly job: FileJob
  readonly entry: FileEntry
}

/** What only the whole set of rules tells of its files. */
export interface WholeSet {
  /** Files that must be read again, since filters of others change them or references are wrong. */
  readonly again: ReadonlyMap<ReadFile, Pick<FileJob, 'filters' | 'problems'>>
  /** What is wrong with filters, by their files. */
  readonly diagnostics: ReadonlyMap<ReadFile, readonly WireDiagnostic[]>
}

/**
 * Applies filters and looks references up over outlines of all rules. Front ends are loaded only where there
 * is a filter or a correlation.
 */
export async function lookAtWholeSet(files: readonly ReadFile[]): Promise<WholeSet> {
  const withFilters = files.filter(({ entry }) => entry.filters > 0)
  const hasCorrelations = files.some(({ entry }) =>
    entry.rules.some(({ correlations }) => correlations.length > 0),
  )
  if (withFilters.length === 0 && !hasCorrelations) {
    return { again: new Map(), diagnostics: new Map() }
  }
  const { checkReferences } = await import('../../catalog/index.ts')
  const { lineIndex } = await import('../../base/index.ts')
  const { toWireDiagnostic } = await import('../../app/build/index.ts')
  const { applyOneByOne, filtersOf } = await import('./make-entry.ts')
  const { toOutlinedRule } = await import('./file-entry.ts')

  const outlined = files.flatMap(file => file.entry.rules.map(toOutlinedRule))
  const texts = withFilters.map(({ job }) => Buffer.from(job.bytes).toString('utf8'))
  const filters = texts.map(filtersOf)
  const applied = applyOneByOne(outlined, filters.flat())
  const problems = checkReferences(applied.rules)

  const again = new Map<ReadFile, Pick<FileJob, 'filters' | 'problems'>>()
  let first = 0
  for (const file of files) {
    const count = file.entry.rules.length
    const own: readonly (readonly Diagnostic[])[] = problems.slice(first, first + count)
    const isFiltered = own.some((_, i) => applied.rules[first + i] !== outlined[first + i])
    if (isFiltered || own.some(diagnostics => diagnostics.length > 0)) {
      again.set(file, { filters: isFiltered ? texts : [], problems: own })
    }
    first += count
  }

  const diagnostics = new Map<ReadFile, readonly WireDiagnostic[]>()
  let filter = 0
  withFilters.forEach((file, i) => {
    const index = lineIndex(texts[i] ?? '')
    const own = (filters[i] ?? []).flatMap(() => applied.diagnostics[filter++] ?? [])
    if (own.length > 0)
      diagnostics.set(
        file,
        own.map(d => toWireDiagnostic(d, index)),
      )
  })
  return { again, diagnostics }
}
