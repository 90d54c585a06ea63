import type { TableDefinition } from '../table.ts'

export interface SourcesRow {
  readonly name: string
  readonly vendor: string
  readonly title: string
  readonly path: string
  readonly url?: string | undefined
  readonly commit?: string | undefined
  readonly license?: string | undefined
  readonly files: number
  readonly rules: number
}

export const sourcesTable: TableDefinition<SourcesRow> = {
  name: 'sources',
  comment: 'Rule sets: the folders that were read, in the order in which they were named.',
  columns: {
    name: { type: 'VARCHAR', comment: 'The name of the source, unique in the catalogue.' },
    vendor: {
      type: 'VARCHAR',
      comment: 'Under which its rules are counted; several sources can have one vendor.',
    },
    title: { type: 'VARCHAR', comment: 'The vendor’s name as people write it.' },
    path: { type: 'VARCHAR', comment: 'The folder or file that was read, as it was named.' },
    url: { type: 'VARCHAR', comment: 'Where the set is published.' },
    commit: { type: 'VARCHAR', comment: 'The git commit of the folder, where it is a work tree.' },
    license: {
      type: 'VARCHAR',
      comment: 'The licence of the set: of its licence file, else of the vendor.',
    },
    files: { type: 'INTEGER', comment: 'How many files were read as rules.' },
    rules: { type: 'INTEGER', comment: 'How many rules they hold.' },
  },
}

export interface FilesRow {
  readonly source: string
  readonly path: string
  readonly state: string
  readonly reason?: string | undefined
  readonly shape?: string | undefined
  readonly rules: number
  readonly bytes?: number | undefined
  readonly sha256?: string | undefined
}

export const filesTable: TableDefinition<FilesRow> = {
  name: 'files',
  comment: 'Every file of the sources: read as rules, or not and why.',
  columns: {
    source: { type: 'VARCHAR', comment: 'The name of the source.' },
    path: { type: 'VARCHAR', comment: 'Relative to the source, with forward slashes.' },
    state: {
      type: 'VARCHAR',
      comment:
        '“rules”: read as rules. “broken”: named as rules, but nothing could be read. “other”: no rules. “unreadable”: could not be opened.',
    },
    reason: { type: 'VARCHAR', comment: 'Why the file was not read as rules.' },
    shape: {
      type: 'VARCHAR',
      comment: 'What it is by its content, such as “Sigma” or “Splunk”; NULL for nothing known.',
    },
    rules: { type: 'INTEGER', comment: 'How many rules it holds.' },
    bytes: { type: 'INTEGER', comment: 'The size of a file that was opened.' },
    sha256: { type: 'VARCHAR', comment: 'The SHA-256 of a file that was opened, in hexadecimal.' },
  },
}
