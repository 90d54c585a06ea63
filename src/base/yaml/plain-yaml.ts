import type { Span } from '../span.ts'
import type { YamlDocument, YamlEntry, YamlNode, YamlScalar } from './yaml-node.ts'

/**
 * Reads the YAML that rules are written in: one document of maps and lists by indentation, whose scalars
 * are plain, quoted on one line, or block texts. What it gives is what the parser of all of YAML gives, in
 * a fraction of the time; `undefined` for everything else, be it allowed or wrong.
 */
export function readPlainYaml(text: string, maxDepth: number): YamlDocument | undefined {
  return unplainText.test(text) ? undefined : new Reader(text, Math.min(maxDepth, deepest)).read()
}

/** Control characters other than line feeds, byte order marks, and marks and directives of documents. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unplainText = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]|^(?:---|\.\.\.|%)/m

const deepest = 24
/** Of the keys of one map: they are compared with one another. */
const mostKeys = 64
/** Longer keys have to be marked. */
const longestKey = 1000

/** Of a quoted text with escapes. */
const longestEscaped = 10_000

const space = 0x20
const hash = 0x23
const hyphen = 0x2d
const colon = 0x3a
const singleQuote = 0x27
const doubleQuote = 0x22
const backslash = 0x5c

/** What is not read here. It is thrown and caught in this file alone. */
class NotPlain extends Error {}

class Reader {
  readonly #text: string
  readonly #maxDepth: number
  /** Where the line at hand begins and ends, and the first character of its content. */
  #line = 0
  #lineEnd = 0
  #at = 0
  /** Where the node that was read last ends, and a comment behind it on its line. */
  #end = 0
  /** Comment lines stand before the line at hand. */
  #hasComments = false

  constructor(text: string, maxDepth: number) {
    this.#text = text
    this.#maxDepth = maxDepth
  }

  read(): YamlDocument | undefined {
    try {
      // Where a document begins behind a comment, or white space of another kind, is another matter.
      if (!this.#findLine(0) || this.#at > 0 || /^\s/.test(this.#text)) return undefined
      const root = this.#readBlock(0)
      if (!this.#isOver()) return undefined
      // Documents end before white space of every kind, nodes before plain blanks.
      const end = this.#text.slice(0, root.span.end).trimEnd().length
      return { root, isBroken: false, span: { start: 0, end } }
    } catch (error) {
      if (error instanceof NotPlain) return undefined
      throw error
    }
  }

  // Whatever reads a node stands at the next line with content when it is done.

  /** Goes to the next line with content from `from` on; `false` when there is none. */
  #findLine(from: number): boolean {
    const text = this.#text
    this.#hasComments = false
    for (let line = from; line < text.length; ) {
      const newline = text.indexOf('\n', line)
      const end = newline < 0 ? text.length : newline
      let at = line
      while (at < end && text.charCodeAt(at) === space) at++
      if (at < end && text.charCodeAt(at) !== hash) {
        this.#line = line
        this.#lineEnd = end
        this.#at = at
        return true
      }
      if (at < end) this.#hasComments = true
      line = end + 1
    }
    this.#line = text.length
    this.#lineEnd = text.length
    this.#at = text.length
    return false
  }

  #isOver(): boolean {
    return this.#line === this.#text.length
  }

  #column(): number {
    return this.#at - this.#line
  }

  #isAt(column: number): boolean {
    return !this.#isOver() && this.#column() === column
  }

  /** A hyphen stands here that marks an item. */
  #isItem(): boolean {
    if (this.#text.charCodeAt(this.#at) !== hyphen) return false
    const next = this.#at + 1
    return next >= this.#lineEnd || this.#text.charCodeAt(next) === space
  }

  /** Reads the map or list that begins at the line at hand. */
  #readBlock(depth: number): YamlNode {
    if (depth > this.#maxDepth) throw new NotPlain()
    return this.#isItem() ? this.#readList(depth) : this.#readMap(depth)
  }

  #readList(depth: number): YamlNode {
    const start = this.#at
    const column = this.#column()
    const items: YamlNode[] = []
    do {
      this.#at++
      this.#skipSpaces()
      const first = this.#text.charCodeAt(this.#at)
      if (this.#at >= this.#lineEnd || first === hash || this.#isItem()) throw new NotPlain()
      items.push(this.#findKeyEnd() < 0 ? this.#readScalar(column) : this.#readBlock(depth + 1))
    } while (this.#isAt(column) && this.#isItem())
    this.#endBlock(column)
    return { kind: 'list', items, span: this.#spanFrom(start) }
  }

  #readMap(depth: number): YamlNode {
    const start = this.#at
    const column = this.#column()
    const entries: YamlEntry[] = []
    do {
      const keyEnd = this.#findKeyEnd()
      if (keyEnd < 0 || keyEnd - this.#at > longestKey) throw new NotPlain()
      const keySpan = { start: this.#at, end: keyEnd }
      const key = this.#keyText(keySpan)
      if (entries.length === mostKeys || entries.some(entry => entry.key === key)) {
        throw new NotPlain()
      }
      this.#at = keyEnd + 1
      this.#skipSpaces()
      entries.push({ key, keySpan, value: this.#readValue(column, depth) })
    } while (this.#isAt(column) && !this.#isItem())
    this.#endBlock(column)
    return { kind: 'map', entries, span: this.#spanFrom(start) }
  }

  /**
   * What follows an entry stands further out. Comments before it may belong to either, which makes a
   * difference to where things end.
   */
  #endBlock(column: number): void {
    if (this.#hasComments || (!this.#isOver() && this.#column() > column)) throw new NotPlain()
  }

  /** From `start` to the end of what was read last; that is all of what is in a block. */
  #spanFrom(start: number): Span {
    const text = this.#text
    let end = this.#end
    while (end > start && isBlank(text.charCodeAt(end - 1))) end--
    return { start, end }
  }

  #skipSpaces(): void {
    while (this.#at < this.#lineEnd && this.#text.charCodeAt(this.#at) === space) this.#at++
  }

  /** Where the colon stands behind the key that begins here; -1 when this is no key. */
  #findKeyEnd(): number {
    const text = this.#text
    const end = this.#lineEnd
    let at = this.#at
    const first = text.charCodeAt(at)
    if (first === singleQuote || first === doubleQuote) {
      at = this.#closingQuote(first) + 1
      return text.charCodeAt(at) === colon && isBreak(text, at + 1, end) ? at : -1
    }
    for (; at < end; at++) {
      const code = text.charCodeAt(at)
      if (code === colon && isBreak(text, at + 1, end)) return at
      if (code === hash && text.charCodeAt(at - 1) === space) return -1
    }
    return -1
  }

  /** Where the quote stands on this line that ends the text that begins here with one. */
  #closingQuote(quote: number): number {
    const text = this.#text
    for (let at = this.#at + 1; at < this.#lineEnd; at++) {
      const code = text.charCodeAt(at)
      if (code === backslash && quote === doubleQuote) at++
      else if (code === quote) {
        if (quote === doubleQuote || text.charCodeAt(at + 1) !== singleQuote) return at
        at++
      }
    }
    throw new NotPlain()
  }

  #keyText({ start, end }: Span): string {
    const first = this.#text.charCodeAt(start)
    if (first === singleQuote || first === doubleQuote) return this.#unquoted(start, end)
    const key = this.#text.slice(start, end)
    if (!plainStart.test(key) || key === '<<' || key.endsWith(' ')) throw new NotPlain()
    return key
  }

  /** What a quoted text says, from its first quote to behind its last one. */
  #unquoted(start: number, end: number): string {
    const content = this.#text.slice(start + 1, end - 1)
    if (this.#text.charCodeAt(start) === singleQuote) return content.replaceAll("''", "'")
    if (!content.includes('\\')) return content
    // These escapes mean in JSON what they mean in YAML; other ones are left alone.
    if (content.length > longestEscaped || !plainEscapes.test(content)) throw new NotPlain()
    return JSON.parse(`"${content}"`) as string
  }

  /** Reads what stands behind a key of a map at `column`. */
  #readValue(column: number, depth: number): YamlNode {
    const start = this.#at
    const hasComment = this.#text.charCodeAt(start) === hash
    if (start < this.#lineEnd && !hasComment) return this.#readScalar(column)
    // A comment follows a blank.
    if (hasComment && this.#text.charCodeAt(start - 1) !== space) throw new NotPlain()
    const isFound = this.#findLine(this.#lineEnd + 1)
    const isBlock = isFound && (this.#column() > column || (this.#isAt(column) && this.#isItem()))
    if (isBlock) return this.#readBlock(depth + 1)
    if (hasComment || this.#hasComments) throw new NotPlain()
    this.#end = start
    const span = { start, end: start }
    return { kind: 'scalar', value: null, text: '', textStart: start, span }
  }

  /** Reads the scalar that begins here, inside of a map or list at `column`. */
  #readScalar(column: number): YamlScalar {
    const first = this.#text.charCodeAt(this.#at)
    if (first === singleQuote || first === doubleQuote) {
      const start = this.#at
      const end = this.#closingQuote(first) + 1
      const value = this.#unquoted(start, end)
      this.#endLine(end)
      return this.#scalar(value, value, start + 1, { start, end })
    }
    const header = blockHeader.exec(this.#text.slice(this.#at, this.#lineEnd))?.[0]
    return header === undefined ? this.#readPlain(column) : this.#readText(column, header)
  }

  /** Nothing but a comment stands behind `end`. */
  #endLine(end: number): void {
    this.#at = end
    this.#skipSpaces()
    const isComment = this.#at > end && this.#text.charCodeAt(this.#at) === hash
    if (this.#at < this.#lineEnd && !isComment) throw new NotPlain()
    this.#end = isComment ? this.#lineEnd : end
    this.#findLine(this.#lineEnd + 1)
  }

  #readPlain(column: number): YamlScalar {
    const start = this.#at
    let { content, end } = this.#plainLine()
    this.#endLine(end)
    const hasComment = this.#end > end
    while (!this.#isOver() && this.#column() > column) {
      if (hasComment || this.#hasComments) throw new NotPlain()
      const before = this.#text.slice(end, this.#line).split('\n').length - 1
      const next = this.#plainLine()
      content += (before === 1 ? ' ' : '\n'.repeat(before - 1)) + next.content
      end = next.end
      this.#endLine(end)
      if (this.#end > end) throw new NotPlain()
    }
    return this.#scalar(plainValue(content), content, start, { start, end })
  }

  /** The part of a plain scalar that is on this line. */
  #plainLine(): { readonly content: string; readonly end: number } {
    const line = this.#text.slice(this.#at, this.#lineEnd)
    const comment = line.indexOf(' #')
    const content = (comment < 0 ? line : line.slice(0, comment)).trimEnd()
    if (!plainStart.test(content) || content.includes(': ') || content.endsWith(':')) {
      throw new NotPlain()
    }
    return { content, end: this.#at + content.length }
  }

  /** Reads a text whose lines follow its header. */
  #readText(column: number, header: string): YamlScalar {
    const text = this.#text
    const start = this.#at
    const first = this.#lineEnd + 1
    const lines: string[] = []
    let indent = -1
    let filled = 0
    let end = first
    let line = first
    while (line < text.length) {
      const newline = text.indexOf('\n', line)
      const lineEnd = newline < 0 ? text.length : newline
      let at = line
      while (at < lineEnd && text.charCodeAt(at) === space) at++
      const own = at - line
      if (at === lineEnd) {
        // Blank lines before the text, and blanks that would be part of it.
        if (indent < 0 || own > indent) throw new NotPlain()
        lines.push('')
      } else {
        if (indent < 0) indent = own
        if (indent <= column) throw new NotPlain()
        if (own < indent) {
          if (own > column) throw new NotPlain()
          break
        }
        lines.push(text.slice(line + indent, lineEnd))
        filled = lines.length
        end = Math.min(lineEnd + 1, text.length)
      }
      line = lineEnd + 1
    }
    if (filled === 0) throw new NotPlain()
    lines.length = filled
    const content = header.startsWith('|') ? lines.join('\n') : folded(lines)
    const value = header.endsWith('-') ? content : `${content}\n`
    this.#findLine(Math.min(line, text.length))
    this.#end = end
    return this.#scalar(value, value, start + 1, { start, end })
  }

  #scalar(value: YamlScalar['value'], text: string, offset: number, span: Span): YamlScalar {
    const textStart = this.#text.startsWith(text, offset) ? offset : undefined
    return { kind: 'scalar', value, text, textStart, span }
  }
}

function isBlank(code: number): boolean {
  return code === space || code === 0x0a
}

/** Whether a blank or the end of the line stands there. */
function isBreak(text: string, at: number, lineEnd: number): boolean {
  return at >= lineEnd || text.charCodeAt(at) === space
}

/** A plain scalar begins with no mark. */
const plainStart = /^(?:[^-?:,[\]{}#&*!|>'"%@` ]|-[^ ])/

const blockHeader = /^[|>]-?(?= *$)/

/** Lines of a folded text: each is one with the next, unless lines without content part them. */
function folded(lines: readonly string[]): string {
  let text = ''
  let parting = ''
  for (const line of lines) {
    if (line.startsWith(' ')) throw new NotPlain()
    if (line !== '') {
      text += parting + line
      parting = ' '
    } else if (parting === '\n') text += '\n'
    else parting = '\n'
  }
  return text
}

const plainEscapes = /^(?:[^\\]|\\[\\"/bfnrt])*$/

const nullText = /^(?:~|null|Null|NULL)$/
const booleanText = /^(?:true|True|TRUE|false|False|FALSE)$/
const numberText = /^[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/

/** The value of a plain scalar by the core schema; numbers only where they are written as they are. */
function plainValue(text: string): YamlScalar['value'] {
  const first = text.charCodeAt(0)
  if (first >= 0x2b && first <= 0x39 && numberText.test(text)) {
    const number = Number(text)
    return String(number) === text ? number : text
  }
  if (text.length > 5) return text
  if (booleanText.test(text)) return text.toLowerCase() === 'true'
  return nullText.test(text) ? null : text
}
