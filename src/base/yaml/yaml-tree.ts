import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type ParsedNode,
  parseAllDocuments,
  Scalar,
} from 'yaml'
import { type Diagnostic, diagnostic, type Parsed } from '../diagnostic.ts'
import { noSpan, type Span } from '../span.ts'
import { readPlainYaml } from './plain-yaml.ts'
import type { YamlDocument, YamlEntry, YamlMap, YamlNode, YamlScalar } from './yaml-node.ts'

export interface YamlLimits {
  /** Nodes that the aliases of one file may add to those that are written. */
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
  const isDeep = findDeepNesting(text, limits.maxDepth) !== undefined
  const plain = isDeep ? undefined : readPlainYaml(text, limits.maxDepth)
  return plain === undefined ? parseAnyYaml(text, limits) : { value: [plain], diagnostics: [] }
}

/** The same for any text, through a parser of all of YAML. */
export function parseAnyYaml(
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
      const [start, end] = error.pos.map(offset => Math.min(offset, text.length))
      const span = { start: start ?? 0, end: end ?? 0 }
      diagnostics.push(diagnostic('yaml/syntax', span, error.message))
    }
    const { contents } = document
    if (contents === null) continue
    const builder = new TreeBuilder(text, budget, limits.maxDepth)
    const root = builder.build(contents as ParsedNode, 0)
    budget = builder.budget
    if (builder.isExhausted) {
      const span = spanOf(contents as ParsedNode, text)
      const message = builder.isTooDeep
        ? `nested more than ${limits.maxDepth} levels deep`
        : `aliases expand to more than ${limits.maxNodes} nodes`
      diagnostics.push(diagnostic('yaml/alias-limit', span, message))
      continue
    }
    diagnostics.push(...builder.diagnostics)
    if (root.kind === 'scalar' && root.value === null) continue
    const isBroken = document.errors.length > 0 || builder.isBroken
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
      // The library compares every key with all others, which takes minutes for large maps.
      uniqueKeys: false,
      prettyErrors: false,
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

/**
 * Where a node stands. The library places the end of an unclosed one behind the text, and lets maps
 * and lists by indentation end where the next line begins.
 */
function spanOf(node: Node, text: string): Span {
  const [from, to] = node.range ?? [0, 0]
  const start = Math.min(from, text.length)
  let end = Math.min(to, text.length)
  if (isScalar(node)) return { start, end }
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return { start, end }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

/** Loops, not patterns: blanks by the megabyte must cost no more than their number. */
function documentSpan(text: string, document: Document.Parsed): Span {
  const [from, to] = document.range
  let start = from
  for (let line = from; line < to; ) {
    const next = text.indexOf('\n', line) + 1 || to
    const content = text.slice(line, next).trim()
    if (/^---(\s|$)/.test(content)) {
      start = content === '---' ? next : text.indexOf('---', line) + 3
      while (text[start] === ' ' || text[start] === '\t') start++
    }
    if (content !== '' && !content.startsWith('#')) break
    line = next
  }
  const body = text.slice(start, to).trimEnd()
  const marker = /(?:^|\n)(?:---|\.\.\.)$/.exec(body.slice(-4))?.[0].length ?? 0
  return { start, end: start + body.slice(0, body.length - marker).trimEnd().length }
}

class TreeBuilder {
  readonly diagnostics: Diagnostic[] = []
  isExhausted = false
  isTooDeep = false
  /** An alias stands for nothing. */
  isBroken = false
  /** Nodes that aliases may still add. */
  budget: number
  private readonly text: string
  private readonly maxDepth: number
  /** What aliases stand for: “the most recent preceding node having the same anchor”. */
  private readonly anchors = new Map<string, Node>()
  /** How many aliases the node that is being built stands in. */
  private aliases = 0

  constructor(text: string, budget: number, maxDepth: number) {
    this.text = text
    this.budget = budget
    this.maxDepth = maxDepth
  }

  build(node: Node | null, depth: number): YamlNode {
    if (node === null) return nullNode(noSpan)
    const span = spanOf(node, this.text)
    if (this.isExhausted) return nullNode(span)
    this.isTooDeep = depth > this.maxDepth
    if (this.isTooDeep || (this.aliases > 0 && --this.budget < 0)) {
      this.isExhausted = true
      return nullNode(span)
    }
    if (isAlias(node)) {
      const target = this.anchors.get(node.source)
      if (target === undefined) {
        this.isBroken = true
        const message = `there is no anchor “&${node.source}” before this`
        this.diagnostics.push(diagnostic('yaml/syntax', span, message))
        return nullNode(span)
      }
      this.aliases++
      const built = this.build(target, depth + 1)
      this.aliases--
      return built
    }
    if (this.aliases === 0 && 'anchor' in node && typeof node.anchor === 'string') {
      this.anchors.set(node.anchor, node)
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
    const written = new Set<string>()
    for (const { key, value } of pairs) {
      const keyNode = key as Node | null
      // An anchor on a key is seen before those of its value.
      if (this.aliases === 0 && isScalar(keyNode) && keyNode.anchor !== undefined) {
        this.anchors.set(keyNode.anchor, keyNode)
      }
      const child = this.build(value as Node | null, depth + 1)
      const keySpan = keyNode === null ? span : spanOf(keyNode, this.text)
      const name = this.keyText(keyNode)
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
      if (written.has(name) && this.aliases === 0) {
        const message = `the map has the key “${name}” twice`
        this.diagnostics.push(diagnostic('yaml/duplicate-key', keySpan, message))
      }
      written.add(name)
      entries.set(name, { key: name, keySpan, value: placed })
    }
    return { kind: 'map', entries: [...entries.values()], span }
  }

  /** A key’s text; of a map or a list, which no rule has as key, its source. */
  private keyText(key: Node | null): string {
    if (key === null) return ''
    const node = isAlias(key) ? (this.anchors.get(key.source) ?? key) : key
    if (!isScalar(node))
      return this.text.slice(spanOf(node, this.text).start, spanOf(node, this.text).end)
    return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
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

function nullNode(span: Span): YamlScalar {
  return { kind: 'scalar', value: null, text: '', textStart: undefined, span }
}
