import type { EventElement } from '../windows-event.ts'

/** The element that a text is, or what is wrong with it. */
export type ParsedElement =
  | { readonly kind: 'element'; readonly element: EventElement }
  | { readonly kind: 'wrong'; readonly reason: string }
  | { readonly kind: 'too-deep' }

interface OpenElement {
  readonly name: string
  /** As it is written, with its prefix. */
  readonly tag: string
  readonly attributes: readonly (readonly [string, string])[]
  readonly children: EventElement[]
  text: string
}

/**
 * Reads one element of XML that is the whole of `text`. Prefixes of names are dropped, blanks between
 * elements too; all other text stays as it is, line ends included, since the event has them so.
 * Entities are the five of XML and those by number; others stay text.
 */
export function parseElement(text: string, depthLimit: number): ParsedElement {
  const open: OpenElement[] = []
  let at = 0
  for (;;) {
    const current = open.at(-1)
    const next = text.indexOf('<', at)
    if (next < 0) return wrong('an element has no end')
    if (current !== undefined) current.text += decodeEntities(text.slice(at, next))
    if (text.startsWith('<!--', next)) {
      at = behind(text, '-->', next + 4)
    } else if (text.startsWith('<![CDATA[', next)) {
      at = behind(text, ']]>', next + 9)
      if (current !== undefined) current.text += text.slice(next + 9, at - 3)
    } else if (text.startsWith('<?', next)) {
      at = behind(text, '?>', next + 2)
    } else if (text[next + 1] === '/') {
      const tag = nameAt(text, next + 2)
      at = skipBlanks(text, next + 2 + tag.length)
      if (current === undefined || tag !== current.tag || text[at] !== '>') {
        return wrong(`“</${shown(tag)}>” ends nothing`)
      }
      at++
      open.pop()
      const element = close(current)
      const parent = open.at(-1)
      if (parent !== undefined) parent.children.push(element)
      else return at === text.length ? { kind: 'element', element } : wrong('it goes on')
    } else {
      const tag = nameAt(text, next + 1)
      const opened = parseTag(text, next + 1 + tag.length)
      if (opened === undefined || tag === '') return wrong(`the tag “<${shown(tag)}” is broken`)
      at = opened.end
      if (open.length >= depthLimit) return { kind: 'too-deep' }
      const element = {
        name: tag.slice(tag.indexOf(':') + 1),
        tag,
        attributes: opened.attributes,
        children: [],
        text: '',
      }
      if (!opened.isEmpty) open.push(element)
      else if (current !== undefined) current.children.push(close(element))
      else
        return at === text.length
          ? { kind: 'element', element: close(element) }
          : wrong('it goes on')
    }
    if (at < 0) return wrong('a comment or section has no end')
  }
}

function wrong(reason: string): ParsedElement {
  return { kind: 'wrong', reason }
}

function shown(tag: string): string {
  return tag.length > 40 ? `${tag.slice(0, 40)}…` : tag
}

function close({ name, attributes, children, text }: OpenElement): EventElement {
  return { name, attributes, children, text: children.length > 0 && isBlank(text) ? '' : text }
}

function isBlank(text: string): boolean {
  return text.trim() === ''
}

interface Tag {
  readonly attributes: readonly (readonly [string, string])[]
  readonly isEmpty: boolean
  /** Behind its `>`. */
  readonly end: number
}

/** What follows the name of a tag: ` Name="Image" Guid='{…}'/>` */
function parseTag(text: string, from: number): Tag | undefined {
  const attributes: [string, string][] = []
  for (let at = from; ; ) {
    const start = skipBlanks(text, at)
    if (text[start] === '>') return { attributes, isEmpty: false, end: start + 1 }
    if (text.startsWith('/>', start)) return { attributes, isEmpty: true, end: start + 2 }
    const name = nameAt(text, start)
    if (name === '' || start === at) return undefined
    const equals = skipBlanks(text, start + name.length)
    const quoteAt = skipBlanks(text, equals + 1)
    const quote = text[quoteAt]
    if (text[equals] !== '=' || (quote !== '"' && quote !== "'")) return undefined
    const end = text.indexOf(quote, quoteAt + 1)
    if (end < 0) return undefined
    const value = text.slice(quoteAt + 1, end)
    if (value.includes('<')) return undefined
    attributes.push([name, decodeEntities(value)])
    at = end + 1
  }
}

const nameText = /[^\s<>/="'&]*/y

function nameAt(text: string, at: number): string {
  nameText.lastIndex = at
  return nameText.exec(text)?.[0] ?? ''
}

const blanks = /[ \t\r\n]*/y

function skipBlanks(text: string, at: number): number {
  blanks.lastIndex = at
  return at + (blanks.exec(text)?.[0].length ?? 0)
}

/** The index behind `mark`; negative when there is none. */
function behind(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found < 0 ? -1 : found + mark.length
}

const entity = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(
    entity,
    (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return named[name] ?? whole
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}
