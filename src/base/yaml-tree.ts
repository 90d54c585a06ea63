import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseAllDocuments,
  Scalar,
} from 'yaml'
import { type Diagnostic, diagnostic, type Parsed } from './diagnostic.ts'
import { noSpan, type Span } from './span.ts'

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

export interface YamlLimits {
  /** Nodes of one file after aliases are resolved. */
  readonly maxNodes: number
  /** Maps and lists inside one another. */
  readonly maxDepth: number
}

export const defaultYamlLimits: YamlLimits = { maxNodes: 200_000, maxDepth: 64 }

/** Reads every document of a YAML 1.2 file. Documents with syntax errors give what could be read. */
export function parseYaml(
  text: string,
  limits: YamlLimits = defaultYamlLimits,
): Parsed<readonly YamlDocument[]> {
  const diagnostics: Diagnostic[] = []
  const nesting = findDeepNesting(text, limits.maxDepth)
  if (nesting !== undefined) {
    diagnostics.push(
      diagnostic('yaml/alias-limit', nesting, `nested more than ${limits.maxDepth} levels deep`),
    )
    return { value: [], diagnostics }
  }
  const documents = readDocuments(text, diagnostics)
  const value: YamlDocument[] = []
  let budget = limits.maxNodes
  for (const document of documents) {
    for (const error of document.errors) {
      const [start, end] = error.pos
      const message = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? ''
      const isDuplicate = error.code === 'DUPLICATE_KEY'
      diagnostics.push(
        diagnostic(isDuplicate ? 'yaml/duplicate-key' : 'yaml/syntax', { start, end }, message),
      )
    }
    const { contents } = document
    if (contents === null) continue
    const builder = new TreeBuilder(text, document, budget, limits.maxDepth)
    const root = builder.build(contents as ParsedNode, 0)
    budget = builder.budget
    if (builder.isExhausted) {
      const span = spanOf(contents as ParsedNode)
      const message = `aliases expand to more than ${limits.maxNodes} nodes, or too deep`
      diagnostics.push(diagnostic('yaml/alias-limit', span, message))
      continue
    }
    if (root.kind === 'scalar' && root.value === null) continue
    const isBroken = document.errors.some(error => error.code !== 'DUPLICATE_KEY')
    value.push({ root, isBroken, span: documentSpan(text, document) })
  }
  return { value, diagnostics }
}

/** The library throws for a few inputs instead of reporting them; a text always has documents. */
function readDocuments(text: string, diagnostics: Diagnostic[]): readonly Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, {
      version: '1.2',
      merge: true,
      uniqueKeys: true,
      prettyErrors: true,
      lineCounter: new LineCounter(),
    })
    return Array.isArray(documents) ? (documents as Document.Parsed[]) : []
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    diagnostics.push(diagnostic('yaml/syntax', noSpan, message))
    return []
  }
}

/** Where brackets or indentation nest deeper than any rule does, before a parser recurses there. */
function findDeepNesting(text: string, maxDepth: number): Span | undefined {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x5b || c === 0x7b) {
      if (++depth > maxDepth * 16) return { start: i, end: i + 1 }
    } else if ((c === 0x5d || c === 0x7d) && depth > 0) depth--
  }
  const dashes = /^[ ]*(?:- ){257}|^(?:[ ]*(?:\? ){257})/m.exec(text)
  return dashes === null ? undefined : { start: dashes.index, end: dashes.index + 1 }
}

function spanOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0]
  return { start, end }
}

function documentSpan(text: string, document: Document.Parsed): Span {
  const [start, end] = document.range
  const body = text.slice(start, end)
  const marker = /^(?:\s*(?:#.*)?\r?\n)*---[ \t]*(?:\r?\n|$)?/.exec(body)?.[0].length ?? 0
  const tail = /(?:\r?\n)?(?:---|\.\.\.)?\s*$/.exec(body.slice(marker))?.[0].length ?? 0
  return { start: start + marker, end: Math.max(start + marker, end - tail) }
}

class TreeBuilder {
  isExhausted = false
  private readonly text: string
  private readonly document: Document.Parsed
  budget: number
  private readonly maxDepth: number

  constructor(text: string, document: Document.Parsed, budget: number, maxDepth: number) {
    this.text = text
    this.document = document
    this.budget = budget
    this.maxDepth = maxDepth
  }

  build(node: Node | null, depth: number): YamlNode {
    if (node === null) return nullNode(noSpan)
    const span = spanOf(node)
    if (this.isExhausted || --this.budget < 0 || depth > this.maxDepth) {
      this.isExhausted = true
      return nullNode(span)
    }
    if (isAlias(node)) {
      const target = node.resolve(this.document)
      return target === undefined ? nullNode(span) : this.build(target, depth + 1)
    }
    if (isMap(node)) return this.buildMap(node.items, span, depth)
    if (isSeq(node)) {
      const items = node.items.map(item => this.build(item as Node | null, depth + 1))
      return { kind: 'list', items, span }
    }
    if (isScalar(node)) return this.buildScalar(node, span)
    return nullNode(span)
  }

  private buildMap(
    pairs: readonly { readonly key: unknown; readonly value: unknown }[],
    span: Span,
    depth: number,
  ): YamlMap {
    const entries = new Map<string, YamlEntry>()
    for (const { key, value } of pairs) {
      const keyNode = key as Node | null
      const child = this.build(value as Node | null, depth + 1)
      const keySpan = keyNode === null ? span : spanOf(keyNode)
      const name = keyText(keyNode)
      if (name === '<<' && child.kind !== 'scalar') {
        const sources = child.kind === 'map' ? [child] : child.items
        for (const source of sources) {
          if (source.kind !== 'map') continue
          for (const entry of source.entries) {
            if (!entries.has(entry.key)) entries.set(entry.key, entry)
          }
        }
        continue
      }
      // A null value has no place of its own: it stands right behind its key.
      const placed =
        child.kind === 'scalar' && child.value === null && child.span === noSpan
          ? nullNode({ start: keySpan.end, end: keySpan.end })
          : child
      entries.set(name, { key: name, keySpan, value: placed })
    }
    return { kind: 'map', entries: [...entries.values()], span }
  }

  private buildScalar(node: Scalar, span: Span): YamlScalar {
    const { value } = node
    const isPlain = node.type === Scalar.PLAIN
    const source = node.source ?? ''
    const text = isPlain || typeof value !== 'string' ? source : value
    const offset = span.start + (isPlain ? 0 : 1)
    const textStart = this.text.startsWith(text, offset) ? offset : undefined
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) {
      return { kind: 'scalar', value, text, textStart, span }
    }
    if (typeof value === 'number') {
      // 0x1F, 007, 1.50 and digits that a double cannot hold are compared as they are written.
      const isExact = String(value) === source
      return { kind: 'scalar', value: isExact ? value : source, text, textStart, span }
    }
    return { kind: 'scalar', value: String(value), text, textStart, span }
  }
}

function keyText(node: Node | null): string {
  if (node === null) return ''
  if (isScalar(node)) {
    return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
  }
  return String(node)
}

function nullNode(span: Span): YamlScalar {
  return { kind: 'scalar', value: null, text: '', textStart: undefined, span }
}
