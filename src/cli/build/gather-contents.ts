import { toDiagnosticRow } from '../../app/build/index.ts'
import type { SourceRecord } from '../../app/catalogue/index.ts'
import type { DiagnosticsRow, FilesRow, SnapshotTables } from '../../catalog/snapshot/index.ts'
import type { BuildContents } from './build-summary.ts'
import type { FileEntry } from './file-entry.ts'
import type { InputFile, InputSource } from './input-files.ts'
import type { ReadFile, WholeSet } from './whole-set.ts'

export interface GatheredContents {
  readonly contents: BuildContents
  readonly tables: Pick<SnapshotTables, 'sources' | 'files' | 'diagnostics'>
}

/** What became of every file of the sources: rows, and the summary. `read` is in the order of the files. */
export function gatherContents(
  inputs: readonly InputSource[],
  read: readonly ReadFile[],
  problems: WholeSet['diagnostics'],
): GatheredContents {
  const sources: SourceRecord[] = []
  const rows: FilesRow[] = []
  const diagnostics: DiagnosticsRow[] = []
  const unreadable: { path: string; reason: string }[] = []
  const severities = { error: 0, warning: 0, note: 0 }
  let next = 0
  for (const { files, ...source } of inputs) {
    const first = rows.length
    for (const file of files) {
      const readFile = file.content.kind === 'text' ? read[next++] : undefined
      const row = toFileRow(file, source.name, readFile?.entry)
      rows.push(row)
      if (row.state === 'unreadable' || row.state === 'broken') {
        unreadable.push({ path: file.path, reason: row.reason ?? '' })
      }
      if (readFile === undefined) continue
      const { entry } = readFile
      for (const severity of ['error', 'warning', 'note'] as const) {
        severities[severity] += entry.noticed[severity]
      }
      for (const d of [...entry.diagnostics, ...(problems.get(readFile) ?? [])]) {
        severities[d.severity]++
        diagnostics.push(toDiagnosticRow(d, { source: source.name, path: file.place }))
      }
    }
    const own = rows.slice(first)
    sources.push({
      ...source,
      files: own.filter(({ state }) => state === 'rules').length,
      rules: own.reduce((sum, { rules }) => sum + rules, 0),
      notRead: tallyReasons(own),
    })
  }
  return {
    contents: {
      sources,
      files: sources.reduce((sum, { files }) => sum + files, 0),
      rules: sources.reduce((sum, { rules }) => sum + rules, 0),
      rulesWithDiagnostics: read.reduce((sum, { entry }) => sum + entry.noticed.rules, 0),
      diagnostics: severities,
      unreadable,
    },
    tables: { sources: sources.map(({ notRead, ...row }) => row), files: rows, diagnostics },
  }
}

function toFileRow(file: InputFile, source: string, entry: FileEntry | undefined): FilesRow {
  const { place: path, content, isNamed } = file
  const place = { source, path, rules: 0 }
  switch (content.kind) {
    case 'unreadable':
      return { ...place, state: 'unreadable', reason: content.reason }
    case 'other': {
      const { reason, opened } = content
      return { ...place, state: 'other', reason, bytes: opened?.size, sha256: opened?.sha256 }
    }
    case 'text':
      return toReadRow(content, entry, { ...place, isNamed })
  }
}

/** The row of a file that was given to a front end. */
function toReadRow(
  { sha256, bytes: { length: bytes } }: Extract<InputFile['content'], { kind: 'text' }>,
  entry: FileEntry | undefined,
  {
    isNamed,
    ...place
  }: Pick<FilesRow, 'source' | 'path' | 'rules'> & { readonly isNamed: boolean },
): FilesRow {
  const common = { ...place, shape: entry?.shape, bytes, sha256 }
  const rules = entry?.rules.length ?? 0
  switch (entry?.state) {
    case 'rules':
      return { ...common, state: 'rules', rules }
    case 'nothing': {
      const [problem] = entry.diagnostics
      const reason =
        problem === undefined ? 'holds no rule' : `${problem.message} (${problem.code})`
      return { ...common, state: 'broken', reason, rules }
    }
    default:
      return { ...common, state: isNamed ? 'broken' : 'other', reason: 'holds no rule', rules }
  }
}

/** Why files were not read, most frequent first; files that are nothing by their name are left out. */
function tallyReasons(rows: readonly FilesRow[]): SourceRecord['notRead'] {
  const tally = new Map<string, number>()
  for (const { state, reason, sha256 } of rows) {
    if (reason === undefined || (state === 'other' && sha256 === undefined)) continue
    tally.set(reason, (tally.get(reason) ?? 0) + 1)
  }
  return [...tally]
    .map(([reason, files]) => ({ reason, files }))
    .sort((a, b) => b.files - a.files || (a.reason < b.reason ? -1 : 1))
}
