import type { Span } from '../span.ts'

/**
 * YAML as plain data that knows where it stands. Aliases and merge keys are resolved, within a
 * budget, so that a file of a few lines cannot grow into gigabytes.
 */
export type YamlNode = YamlMap | YamlList | YamlScalar

export interface YamlMap {
  readonly kind: 'map'
  readonly entries: readonly YamlEntry[]
  readonly span: Span
}

export interface YamlEntry {
  readonly key: string
  readonly keySpan: Span
  readonly value: YamlNode
}

export interface YamlList {
  readonly kind: 'list'
  readonly items: readonly YamlNode[]
  readonly span: Span
}

export interface YamlScalar {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  /** The scalar's text: of a plain `0x1F` or `1.50` as written, of a quoted string its content. */
  readonly text: string
  /** The offset of `text` in the file where the two are the same characters, else `undefined`. */
  readonly textStart: number | undefined
  readonly span: Span
}

export interface YamlDocument {
  readonly root: YamlNode
  /** The document has syntax errors, so `root` is what could be made of it. */
  readonly isBroken: boolean
  /** The document's text, without the `---` before it. */
  readonly span: Span
}
