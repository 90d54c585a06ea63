import type { PlainValue } from '../../../base/index.ts'
import { type Diagnostic, diagnostic, type Span } from '../../../base/index.ts'
import type { YamlMap, YamlNode } from '../../../base/yaml/index.ts'
import { findEntry, toPlain } from '../../../base/yaml/index.ts'
import type {} from '../../../ir/index.ts'
import { headOf } from '../metadata.ts'

/** Reads the parameters of a map of a pipeline, and complains of those that are wrong or unknown. */
export class Parameters {
  readonly map: YamlMap
  readonly #diagnostics: Diagnostic[]
  readonly #seen = new Set<string>()

  constructor(map: YamlMap, diagnostics: Diagnostic[]) {
    this.map = map
    this.#diagnostics = diagnostics
  }

  get span(): Span {
    return headOf(this.map)
  }

  complain(message: string, span: Span = this.span): void {
    this.#diagnostics.push(diagnostic('pipeline/invalid', span, message))
  }

  get diagnostics(): Diagnostic[] {
    return this.#diagnostics
  }

  node(key: string): YamlNode | undefined {
    this.#seen.add(key)
    const node = findEntry(this.map, key)
    return node?.kind === 'scalar' && node.value === null ? undefined : node
  }

  /** Whether the key is there, with `null` too. */
  has(key: string): boolean {
    return findEntry(this.map, key) !== undefined
  }

  plain(key: string): PlainValue {
    this.#seen.add(key)
    const node = findEntry(this.map, key)
    return node === undefined ? null : toPlain(node)
  }

  text(key: string): string | undefined {
    const node = this.node(key)
    if (node === undefined) return undefined
    if (node.kind === 'scalar') return node.text
    this.complain(`“${key}” must be a text`, node.span)
    return undefined
  }

  /** A text that must be there. */
  needText(key: string): string {
    const text = this.text(key)
    if (text === undefined && this.node(key) === undefined) this.complain(`“${key}” is missing`)
    return text ?? ''
  }

  choice<T extends string>(key: string, choices: readonly T[], fallback: T): T {
    const text = this.text(key)
    if (text === undefined) return fallback
    const found = choices.find(choice => choice === text)
    if (found === undefined) {
      this.complain(`“${key}” must be one of ${choices.join(', ')}`, this.node(key)?.span)
    }
    return found ?? fallback
  }

  flag(key: string): boolean {
    const node = this.node(key)
    if (node === undefined) return false
    if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value
    this.complain(`“${key}” must be true or false`, node.span)
    return false
  }

  /** A list of texts, or one. */
  texts(key: string): readonly string[] | undefined {
    const node = this.node(key)
    if (node === undefined) return undefined
    const items = node.kind === 'list' ? node.items : [node]
    return items.flatMap(item => {
      if (item.kind === 'scalar' && item.value !== null) return [item.text]
      this.complain(`“${key}” must be a list of texts`, item.span)
      return []
    })
  }

  /** A map from texts to lists of texts; one text alone is a list of one. */
  mapping(key: string): ReadonlyMap<string, readonly string[]> {
    const node = this.node(key)
    const mapping = new Map<string, readonly string[]>()
    if (node?.kind !== 'map') {
      this.complain(`“${key}” must be a map`, node?.span)
      return mapping
    }
    const own = new Parameters(node, this.#diagnostics)
    for (const { key: name } of node.entries) {
      const texts = own.texts(name)
      if (texts !== undefined) mapping.set(name, texts)
    }
    return mapping
  }

  /** Complains of the parameters that nobody asked for. */
  finish(what: string): void {
    for (const { key, keySpan } of this.map.entries) {
      if (!this.#seen.has(key)) this.complain(`${what} has no parameter “${key}”`, keySpan)
    }
  }
}
