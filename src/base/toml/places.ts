import type { Span } from '../span.ts'
import type { TextContent } from './text-map.ts'

/** Where a value and its key stand in a file. */
export interface Place {
  readonly span: Span
  readonly keySpan: Span
  /** Of strings only. */
  readonly content?: TextContent
}

/**
 * The place of every value of a file that is known to be TOML, by its path as JSON. Only as much of the
 * grammar is looked at as says where things stand.
 */
export function findPlaces(text: string): ReadonlyMap<string, Place> {
  return new PlaceScanner(text).scan()
}

type Path = (string | number)[]

const blanks = /(?:[ \t\r\n]|#[^\n]*)+/y
const bareKey = /[A-Za-z0-9_-]+/y
const scalar = /[^,\]}\r\n#]+/y
const basicText = /[^"\\]+/y

class PlaceScanner {
  private readonly text: string
  private readonly places = new Map<string, Place>()
  /** How many tables each list of tables has so far. */
  private readonly counts = new Map<string, number>()
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  scan(): ReadonlyMap<string, Place> {
    if (this.text.startsWith('\ufeff')) this.at = 1
    let table: Path = []
    for (;;) {
      this.take(blanks)
      if (this.at >= this.text.length) return this.places
      const before = this.at
      if (this.text[this.at] === '[') table = this.header()
      else this.pair(table)
      // What is no TOML after all must not be waited for.
      if (this.at === before) return this.places
    }
  }

  /** `[a.b]`, or `[[a.b]]`, which begins one more table of the list. */
  private header(): Path {
    const start = this.at
    const isList = this.text[this.at + 1] === '['
    this.at += isList ? 2 : 1
    const keys = this.keys()
    this.at += isList ? 2 : 1
    const path: Path = []
    keys.forEach((key, i) => {
      path.push(key)
      const id = JSON.stringify(path)
      if (isList && i === keys.length - 1) this.counts.set(id, (this.counts.get(id) ?? 0) + 1)
      const count = this.counts.get(id)
      if (count !== undefined) path.push(count - 1)
    })
    const span = { start, end: this.at }
    this.places.set(JSON.stringify(path), { span, keySpan: span })
    return path
  }

  private pair(table: Path): void {
    this.take(blanks)
    const start = this.at
    const keys = this.keys()
    const keySpan = { start, end: this.at }
    this.take(blanks)
    if (this.text[this.at] === '=') this.at++
    this.value([...table, ...keys], keySpan)
  }

  /** `a."b c".d` */
  private keys(): readonly string[] {
    const keys: string[] = []
    for (;;) {
      this.take(blanks)
      const start = this.at
      const quote = this.text[this.at]
      if (quote === '"' || quote === "'") {
        const content = this.string()
        const written = this.text.slice(content.span.start, content.span.end)
        keys.push(content.hasEscapes ? unescapeKey(written) : written)
      } else {
        const key = this.take(bareKey)
        if (key === undefined) return keys
        keys.push(key)
      }
      const end = this.at
      this.take(blanks)
      if (this.text[this.at] !== '.') {
        this.at = Math.max(end, start)
        return keys
      }
      this.at++
    }
  }

  private value(path: Path, keySpan: Span): void {
    this.take(blanks)
    const start = this.at
    const c = this.text[this.at]
    let content: TextContent | undefined
    if (c === '"' || c === "'") content = this.string()
    else if (c === '[') this.list(path, keySpan)
    else if (c === '{') this.inlineTable(path)
    else this.scalar()
    const span = { start, end: this.at }
    const place: Place = content === undefined ? { span, keySpan } : { span, keySpan, content }
    this.places.set(JSON.stringify(path), place)
  }

  /** A number, a date (perhaps with a blank in it) or a truth value. */
  private scalar(): void {
    const written = this.take(scalar) ?? ''
    this.at -= written.length - written.trimEnd().length
  }

  private list(path: Path, keySpan: Span): void {
    this.at++
    for (let index = 0; ; index++) {
      this.take(blanks)
      if (this.text[this.at] === ']' || this.at >= this.text.length) break
      const before = this.at
      this.value([...path, index], keySpan)
      this.take(blanks)
      if (this.text[this.at] === ',') this.at++
      if (this.at === before) break
    }
    this.at++
  }

  private inlineTable(path: Path): void {
    this.at++
    for (;;) {
      this.take(blanks)
      if (this.text[this.at] === '}' || this.at >= this.text.length) break
      const before = this.at
      this.pair(path)
      this.take(blanks)
      if (this.text[this.at] === ',') this.at++
      if (this.at === before) break
    }
    this.at++
  }

  /** A string of any of the four kinds; the line break behind an opening `"""` is none of it. */
  private string(): TextContent {
    const quote = this.text[this.at] ?? ''
    const hasEscapes = quote === '"'
    const triple = quote.repeat(3)
    if (!this.text.startsWith(triple, this.at)) {
      const start = ++this.at
      if (hasEscapes) this.skipBasic()
      else this.at = this.find("'")
      const span = { start, end: this.at }
      this.at++
      return { span, hasEscapes }
    }
    this.at += 3
    const lineBreak = /\r?\n/y
    this.take(lineBreak)
    const start = this.at
    for (;;) {
      if (hasEscapes) this.skipBasic()
      else this.at = this.find("'")
      if (this.at >= this.text.length || this.text.startsWith(triple, this.at)) break
      this.at++
    }
    // Up to two quotation marks before the closing three are text.
    while (this.text[this.at + 3] === quote && this.text.startsWith(triple, this.at + 1)) this.at++
    const span = { start, end: this.at }
    this.at += 3
    return { span, hasEscapes }
  }

  /** To the next quotation mark that no backslash stands before. */
  private skipBasic(): void {
    for (;;) {
      this.take(basicText)
      if (this.text[this.at] !== '\\') return
      this.at += 2
    }
  }

  private find(mark: string): number {
    const found = this.text.indexOf(mark, this.at)
    return found < 0 ? this.text.length : found
  }

  private take(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at
    const [found] = sticky.exec(this.text) ?? []
    if (found !== undefined) this.at += found.length
    return found
  }
}

function unescapeKey(written: string): string {
  return written.replace(
    /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g,
    (_, short, long, one) => {
      const digits: string | undefined = short ?? long
      if (digits !== undefined) return String.fromCodePoint(Number.parseInt(digits, 16))
      return escapes[one] ?? one
    },
  )
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\u001b',
}
