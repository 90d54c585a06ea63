import { type Diagnostic, type DiagnosticCode, diagnostic, type Span } from '../../base/index.ts'
import type { TomlDocument, TomlPath, TomlTable, TomlValue } from '../../base/toml/index.ts'

/** Reads the attributes of one table of a file, and tells of those that are not what they should be. */
export class TableReader {
  readonly path: TomlPath
  readonly table: TomlTable
  private readonly document: TomlDocument
  private readonly diagnostics: Diagnostic[]

  constructor(document: TomlDocument, path: TomlPath, table: TomlTable, diagnostics: Diagnostic[]) {
    this.document = document
    this.path = path
    this.table = table
    this.diagnostics = diagnostics
  }

  /** A text without the blanks around it; a number counts as it is written. */
  text(key: string): string | undefined {
    const value = this.table[key]
    if (value === undefined) return undefined
    if (typeof value === 'string') return value.trim()
    if (typeof value === 'number') return String(value)
    this.complain(key, `“${key}” must be a text`)
    return undefined
  }

  number(key: string): number | undefined {
    const value = this.table[key]
    if (value === undefined || typeof value === 'number') return value
    this.complain(key, `“${key}” must be a number`)
    return undefined
  }

  /** Texts; one alone counts as a list of one. Empty ones are left out. */
  texts(key: string): readonly string[] {
    const value = this.table[key]
    if (value === undefined) return []
    const items = Array.isArray(value) ? value : [value]
    return items.flatMap(item => {
      if (typeof item === 'string') return item.trim() === '' ? [] : [item.trim()]
      this.complain(key, `“${key}” must be a list of texts`)
      return []
    })
  }

  /** A table inside this one. */
  inner(key: string): TableReader | undefined {
    const value = this.table[key]
    if (value === undefined) return undefined
    if (isTable(value)) return this.at([...this.path, key], value)
    this.complain(key, `“${key}” must be a table`)
    return undefined
  }

  /** The tables of a list; a table alone counts as a list of one. */
  tables(key: string): readonly TableReader[] {
    const value = this.table[key]
    if (value === undefined) return []
    if (isTable(value)) return [this.at([...this.path, key], value)]
    if (!Array.isArray(value)) {
      this.complain(key, `“${key}” must be a list of tables`)
      return []
    }
    return value.flatMap((item: TomlValue, i) => {
      if (isTable(item)) return [this.at([...this.path, key, i], item)]
      this.complain(key, `“${key}” must be a list of tables`)
      return []
    })
  }

  /** Where the value of a key stands, or an item of it; else the nearest thing around it. */
  spanOf(...path: TomlPath): Span {
    const full = [...this.path, ...path]
    for (let length = full.length; length > 0; length--) {
      const span = this.document.findSpan(full.slice(0, length))
      if (span !== undefined) return span
    }
    return { start: 0, end: 0 }
  }

  report(code: DiagnosticCode, span: Span, message: string, help?: string): void {
    this.diagnostics.push(diagnostic(code, span, message, help))
  }

  private complain(key: string, message: string): void {
    this.report('elastic/invalid-attribute', this.spanOf(key), message)
  }

  private at(path: TomlPath, table: TomlTable): TableReader {
    return new TableReader(this.document, path, table, this.diagnostics)
  }
}

function isTable(value: TomlValue): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value)
}
