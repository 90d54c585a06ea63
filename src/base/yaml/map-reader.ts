import { type Diagnostic, diagnostic } from '../diagnostic.ts'
import type { DiagnosticCode } from '../diagnostic-codes.ts'
import type { PlainValue } from '../plain-value.ts'
import type { Span } from '../span.ts'
import { findEntry, toPlain } from './plain.ts'
import type { YamlMap, YamlNode, YamlScalar } from './yaml-node.ts'

/**
 * Reads the attributes of one map of a file, and tells with `code` of those that are not what they
 * should be. A key without a value counts as absent.
 */
export class MapReader {
  readonly map: YamlMap
  private readonly code: DiagnosticCode
  private readonly diagnostics: Diagnostic[]

  constructor(map: YamlMap, code: DiagnosticCode, diagnostics: Diagnostic[]) {
    this.map = map
    this.code = code
    this.diagnostics = diagnostics
  }

  /** The value of a key, whatever it is. */
  node(key: string): YamlNode | undefined {
    const node = findEntry(this.map, key)
    return node?.kind === 'scalar' && node.value === null ? undefined : node
  }

  /** A text, a number or a truth as it is written, with its place. */
  scalar(key: string): YamlScalar | undefined {
    const node = this.node(key)
    if (node === undefined || node.kind === 'scalar') return node
    this.complain(key, `“${key}” must be a text`)
    return undefined
  }

  /** A text without the blanks around it; numbers and dates count as they are written. */
  text(key: string): string | undefined {
    return this.scalar(key)?.text.trim()
  }

  number(key: string): number | undefined {
    const node = this.scalar(key)
    if (node === undefined) return undefined
    const value = node.text.trim() === '' ? Number.NaN : Number(node.text)
    if (Number.isFinite(value)) return value
    this.complain(key, `“${key}” must be a number`)
    return undefined
  }

  flag(key: string): boolean | undefined {
    const text = this.text(key)?.toLowerCase()
    if (text === undefined) return undefined
    if (text === 'true' || text === 'yes') return true
    if (text === 'false' || text === 'no') return false
    this.complain(key, `“${key}” must be true or false`)
    return undefined
  }

  /** One of some words, in whatever case. */
  word<T extends string>(key: string, words: readonly T[]): T | undefined {
    const text = this.text(key)?.toLowerCase()
    const word = words.find(each => each === text)
    if (text !== undefined && word === undefined) {
      this.complain(key, `unknown ${key.toLowerCase()} “${text}”`)
    }
    return word
  }

  /** Texts with their places; one alone counts as a list of one. Empty ones are left out. */
  scalars(key: string): readonly YamlScalar[] {
    const node = this.node(key)
    if (node === undefined) return []
    const items = node.kind === 'list' ? node.items : [node]
    return items.flatMap(item => {
      if (item.kind === 'scalar') {
        return item.value === null || item.text.trim() === '' ? [] : [item]
      }
      this.complain(key, `“${key}” must be a list of texts`)
      return []
    })
  }

  /** Texts without the blanks around them. */
  texts(key: string): readonly string[] {
    return this.scalars(key).map(({ text }) => text.trim())
  }

  /** A map inside this one. */
  inner(key: string): MapReader | undefined {
    const node = this.node(key)
    if (node === undefined) return undefined
    if (node.kind === 'map') return this.at(node)
    this.complain(key, `“${key}” must be a map`)
    return undefined
  }

  /** The maps of a list; a map alone counts as a list of one. */
  maps(key: string): readonly MapReader[] {
    const node = this.node(key)
    if (node === undefined) return []
    const items = node.kind === 'list' ? node.items : [node]
    return items.flatMap(item => {
      if (item.kind === 'map') return [this.at(item)]
      this.complain(key, `“${key}” must be a list of maps`)
      return []
    })
  }

  /** Where the value of a key stands; of a key that is not there, where the map begins. */
  spanOf(key: string): Span {
    return findEntry(this.map, key)?.span ?? this.headSpan()
  }

  /** Where a complaint about the whole map points: its first key. */
  headSpan(): Span {
    return this.map.entries[0]?.keySpan ?? this.map.span
  }

  /** The attributes but for some, as plain data. */
  others(known: ReadonlySet<string>): { readonly [name: string]: PlainValue } {
    const entries = this.map.entries.filter(({ key }) => !known.has(key))
    return Object.fromEntries(entries.map(({ key, value }) => [key, toPlain(value)]))
  }

  report(code: DiagnosticCode, span: Span, message: string, help?: string): void {
    this.diagnostics.push(diagnostic(code, span, message, help))
  }

  private complain(key: string, message: string): void {
    this.report(this.code, this.spanOf(key), message)
  }

  private at(map: YamlMap): MapReader {
    return new MapReader(map, this.code, this.diagnostics)
  }
}
