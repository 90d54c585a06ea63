import type { PlainValue } from '../../base/index.ts'
import { type Diagnostic, diagnostic, findNearest, optional, type Span } from '../../base/index.ts'
import { findEntry, toPlain, type YamlMap, type YamlNode } from '../../base/yaml/index.ts'
import {
  type Level,
  type LogSource,
  levels,
  type RelatedRule,
  type Rule,
  type Tag,
} from '../../ir/index.ts'

/** Everything a rule says about itself, its detection apart. */
export type Metadata = Omit<Rule, 'logic' | 'body' | 'span' | 'language'>

/** The attributes that the specification defines; all others are the author's own. */
const defined: ReadonlySet<string> = new Set([
  'title',
  'id',
  'name',
  'related',
  'taxonomy',
  'status',
  'description',
  'license',
  'references',
  'author',
  'date',
  'modified',
  'logsource',
  'detection',
  'correlation',
  'filter',
  'fields',
  'falsepositives',
  'level',
  'tags',
  'scope',
])

export function readMetadata(root: YamlMap, diagnostics: Diagnostic[]): Metadata {
  const reader = new AttributeReader(root, diagnostics)
  const title = reader.text('title')
  if (title === undefined) {
    diagnostics.push(diagnostic('sigma/missing-title', headOf(root), 'the rule has no title'))
  }
  const level = reader.level()
  return {
    id: reader.text('id'),
    title: title ?? '',
    ...optional('name', reader.text('name')),
    ...optional('description', reader.text('description')),
    ...optional('status', reader.text('status')?.toLowerCase()),
    ...optional('level', level),
    authors: reader.list('author').flatMap(splitAuthors),
    ...optional('date', reader.text('date')),
    ...optional('modified', reader.text('modified')),
    references: reader.list('references'),
    falsePositives: reader.list('falsepositives'),
    ...optional('license', reader.text('license')),
    tags: reader.tags(),
    related: reader.related(),
    scope: reader.list('scope'),
    fields: reader.list('fields'),
    ...optional('taxonomy', reader.taxonomy()),
    logSource: readLogSource(findEntry(root, 'logsource'), diagnostics),
    custom: reader.custom(),
  }
}

/** Whether a document is a filter: what has a detection or a correlation is a rule, whatever else. */
export function isFilter(root: YamlMap): boolean {
  if (findEntry(root, 'filter')?.kind !== 'map') return false
  return (
    findEntry(root, 'detection') === undefined && findEntry(root, 'correlation')?.kind !== 'map'
  )
}

/** Where a complaint about a whole document points: its first key. */
export function headOf(root: YamlMap): Span {
  return root.entries[0]?.keySpan ?? root.span
}

/** “Their values are in lower case”; rules of old have capitals, which mean nothing. */
export function readLogSource(node: YamlNode | undefined, diagnostics: Diagnostic[]): LogSource {
  if (node === undefined) return {}
  if (node.kind !== 'map') {
    const message = '“logsource” must be a map of product, category and service'
    diagnostics.push(diagnostic('sigma/invalid-attribute', node.span, message))
    return {}
  }
  const word = (key: string): string | undefined => {
    const value = findEntry(node, key)
    if (value === undefined || (value.kind === 'scalar' && value.value === null)) return undefined
    if (value.kind !== 'scalar') {
      const message = `“${key}” must be one word`
      diagnostics.push(diagnostic('sigma/invalid-attribute', value.span, message))
      return undefined
    }
    return value.text.trim()
  }
  return {
    ...optional('product', word('product')?.toLowerCase()),
    ...optional('category', word('category')?.toLowerCase()),
    ...optional('service', word('service')?.toLowerCase()),
    ...optional('definition', definitionOf(findEntry(node, 'definition'))),
  }
}

function definitionOf(node: YamlNode | undefined): string | undefined {
  if (node === undefined) return undefined
  const value = toPlain(node)
  if (value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** “If there is more than one, they are separated by a comma.” */
function splitAuthors(text: string): readonly string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map(author => author.trim())
    .filter(author => author !== '')
}

class AttributeReader {
  private readonly root: YamlMap
  private readonly diagnostics: Diagnostic[]

  constructor(root: YamlMap, diagnostics: Diagnostic[]) {
    this.root = root
    this.diagnostics = diagnostics
  }

  /** A text; numbers and dates count as they are written. */
  text(key: string): string | undefined {
    const node = findEntry(this.root, key)
    if (node === undefined || (node.kind === 'scalar' && node.value === null)) return undefined
    if (node.kind === 'scalar') return node.text.trim()
    this.complain(node, `“${key}” must be a text`)
    return undefined
  }

  /** A list of texts; one text alone counts as a list of one. */
  list(key: string): readonly string[] {
    const node = findEntry(this.root, key)
    if (node === undefined) return []
    const items = node.kind === 'list' ? node.items : [node]
    return items.flatMap(item => {
      if (item.kind === 'scalar') {
        const text = item.text.trim()
        return item.value === null || text === '' ? [] : [text]
      }
      // A list item with “: ” in it reads as a map of one key; the author meant a text.
      const [entry] = item.kind === 'map' ? item.entries : []
      if (item.kind === 'map' && item.entries.length === 1 && entry?.value.kind === 'scalar') {
        return [`${entry.key}: ${entry.value.text}`]
      }
      this.complain(item, `“${key}” must be a list of texts`)
      return [JSON.stringify(toPlain(item))]
    })
  }

  level(): Level | undefined {
    const text = this.text('level')?.toLowerCase()
    if (text === undefined) return undefined
    const level = levels.find(name => name === text)
    if (level !== undefined) return level
    const near = findNearest(text, levels)
    this.complain(
      findEntry(this.root, 'level') ?? this.root,
      `unknown level “${text}”`,
      near && `did you mean “${near}”?`,
    )
    return undefined
  }

  taxonomy(): string | undefined {
    const taxonomy = this.text('taxonomy')
    if (taxonomy !== undefined && taxonomy !== 'sigma') {
      const span = findEntry(this.root, 'taxonomy')?.span ?? this.root.span
      this.diagnostics.push(
        diagnostic(
          'sigma/unknown-taxonomy',
          span,
          `the taxonomy “${taxonomy}” is not known; fields are taken as they are written`,
        ),
      )
    }
    return taxonomy
  }

  tags(): readonly Tag[] {
    const node = findEntry(this.root, 'tags')
    if (node === undefined) return []
    const items = node.kind === 'list' ? node.items : [node]
    return items.flatMap(item => {
      if (item.kind !== 'scalar') {
        this.complain(item, '“tags” must be a list of texts')
        return []
      }
      const text = item.text.trim()
      if (item.value === null || text === '') return []
      if (!/^[\w-]+(\.[\w-]+)+$/i.test(text)) {
        const message = `“${text}” has not the form namespace.name`
        this.diagnostics.push(diagnostic('sigma/invalid-tag', item.span, message))
      }
      return [{ text, span: item.span }]
    })
  }

  related(): readonly RelatedRule[] {
    const node = findEntry(this.root, 'related')
    if (node === undefined || (node.kind === 'scalar' && node.value === null)) return []
    const items = node.kind === 'list' ? node.items : [node]
    return items.flatMap(item => {
      const id = item.kind === 'map' ? findEntry(item, 'id') : undefined
      const type = item.kind === 'map' ? findEntry(item, 'type') : undefined
      if (id?.kind === 'scalar' && type?.kind === 'scalar') {
        return [{ id: id.text.trim(), type: type.text.trim() }]
      }
      this.complain(item, '“related” must be a list of maps with id and type')
      return []
    })
  }

  custom(): { readonly [name: string]: PlainValue } {
    const isCorrelation = findEntry(this.root, 'correlation')?.kind === 'map'
    const own = this.root.entries.filter(({ key, value }) => {
      if (key === 'generate') return !isCorrelation
      // A `correlation` that is no map is an attribute of the author's own, as is a rule's `filter`.
      if (key === 'correlation') return value.kind !== 'map'
      if (key === 'filter') return !isFilter(this.root)
      return !defined.has(key)
    })
    return Object.fromEntries(own.map(({ key, value }) => [key, toPlain(value)]))
  }

  private complain(node: YamlNode, message: string, help?: string): void {
    this.diagnostics.push(diagnostic('sigma/invalid-attribute', node.span, message, help))
  }
}
