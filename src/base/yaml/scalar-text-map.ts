import type { Span } from '../span.ts'
import type { YamlScalar } from './yaml-node.ts'

/**
 * Where the characters of a scalar’s text stand in its file. Text that runs over several lines loses its
 * indentation, folded text its line breaks too, and quoted text has escapes; a query in such a text
 * still has to know its places.
 *
 * The map takes spans in `scalar.text` to spans in `file`. It is built once, so keep it for many spans.
 */
export function scalarTextMap(file: string, scalar: YamlScalar): (span: Span) => Span {
  const { text, textStart, span: whole } = scalar
  if (textStart !== undefined) {
    return ({ start, end }) => ({ start: textStart + start, end: textStart + end })
  }
  const units = alignedUnits(file, scalar)
  if (units === undefined) return () => whole
  return ({ start, end }) => {
    const from = units.starts[start] ?? whole.end
    if (end <= start || start >= text.length) return { start: from, end: from }
    return { start: from, end: Math.max(from, units.ends[end - 1] ?? whole.end) }
  }
}

/** Where each code unit of the text begins and ends in the file. */
interface Units {
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** `undefined` where the two do not go together, as behind an alias. */
function alignedUnits(file: string, { text, span }: YamlScalar): Units | undefined {
  const first = file[span.start]
  if (first === '|' || first === '>') return blockUnits(file, text, span)
  return flowUnits(file, text, span, first === '"' || first === "'" ? first : '')
}

/** A literal or folded block: its first line says how, the lines below have the text. */
function blockUnits(file: string, text: string, { start, end }: Span): Units | undefined {
  const header = file.indexOf('\n', start)
  if (header < 0 || header >= end) return undefined
  const indent = indentOf(file, start, header + 1, end)
  const units = new UnitList(text)
  let at = header + 1
  // Blank lines before the first one with text are line breaks of the text.
  while (at < end) {
    at = skipIndent(file, at, end, indent)
    const lineEnd = endOfLine(file, at, end)
    while (at < lineEnd && units.isAt(file[at])) units.add(at, ++at)
    if (at < lineEnd) return undefined
    const next = afterLineBreak(file, lineEnd)
    units.addBreak(lineEnd, Math.min(next, end))
    at = next
    if (lineEnd >= end) break
  }
  return units.finished()
}

/** The header says how far lines are indented, else the first line with text does. */
function indentOf(file: string, start: number, body: number, end: number): number {
  const [, written] = /^[|>][-+]?([1-9])/.exec(file.slice(start, start + 3)) ?? []
  let longestBlank = 0
  for (let line = body; line < end; line = afterLineBreak(file, endOfLine(file, line, end))) {
    let at = line
    while (file[at] === ' ') at++
    if (at < end && file[at] !== '\n' && file[at] !== '\r') {
      // With an indicator the text is indented by so much more than what it stands in.
      return written === undefined
        ? at - line
        : Math.min(at - line, outerIndent(file, start) + Number(written))
    }
    longestBlank = Math.max(longestBlank, at - line)
  }
  return longestBlank
}

function outerIndent(file: string, start: number): number {
  const line = file.lastIndexOf('\n', start - 1) + 1
  let at = line
  while (file[at] === ' ') at++
  return at - line
}

function skipIndent(file: string, from: number, end: number, indent: number): number {
  let at = from
  while (at < end && at - from < indent && file[at] === ' ') at++
  return at
}

function endOfLine(file: string, from: number, end: number): number {
  const at = file.indexOf('\n', from)
  if (at < 0 || at >= end) return end
  return at > from && file[at - 1] === '\r' ? at - 1 : at
}

function afterLineBreak(file: string, at: number): number {
  return file[at] === '\r' ? at + 2 : at + 1
}

/** A plain or quoted scalar, whose line breaks are folded and whose blanks at ends of lines are lost. */
function flowUnits(
  file: string,
  text: string,
  span: Span,
  quote: '"' | "'" | '',
): Units | undefined {
  const units = new UnitList(text)
  const end = quote === '' ? span.end : span.end - 1
  for (let at = span.start + quote.length; at < end; ) {
    const blank = endOfBlanks(file, at, end)
    const breaks = countBreaks(file, at, blank)
    if (breaks > 0) units.addFolded(at, blank, breaks)
    else for (let i = at; i < blank; i++) units.add(i, i + 1)
    at = blank
    if (at === end) break
    const [written, value] = quote === '' ? [1, file[at] ?? ''] : readUnit(file, at, quote)
    for (const unit of value.split('')) {
      if (!units.isAt(unit)) return undefined
      units.add(at, at + written)
    }
    at += written
  }
  return units.finished()
}

function countBreaks(file: string, from: number, end: number): number {
  let breaks = 0
  for (let at = from; at < end; at++) if (file[at] === '\n') breaks++
  return breaks
}

function endOfBlanks(file: string, from: number, end: number): number {
  let at = from
  while (at < end && /[ \t\r\n]/.test(file[at] ?? '')) at++
  return at
}

const named: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}

/** How many characters a unit of quoted text is written with, and what it stands for. */
function readUnit(file: string, at: number, quote: '"' | "'"): readonly [number, string] {
  const character = file[at] ?? ''
  if (quote === "'") return character === "'" ? [2, "'"] : [1, character]
  if (character !== '\\') return [1, character]
  const letter = file[at + 1] ?? ''
  const digits = { x: 2, u: 4, U: 8 }[letter]
  if (digits !== undefined) {
    const code = Number.parseInt(file.slice(at + 2, at + 2 + digits), 16)
    return [2 + digits, code <= 0x10ffff ? String.fromCodePoint(code) : '']
  }
  if (letter === '\n' || letter === '\r') {
    const [line = ''] = /^\\\r?\n[ \t]*/.exec(file.slice(at, at + 1000)) ?? []
    return [Math.max(line.length, 2), '']
  }
  return [2, named[letter] ?? letter]
}

/** The places of a text’s code units, found from its start to its end. */
class UnitList {
  private readonly text: string
  private readonly starts: number[] = []
  private readonly ends: number[] = []

  constructor(text: string) {
    this.text = text
  }

  isAt(unit: string | undefined): boolean {
    return this.text[this.starts.length] === unit
  }

  add(start: number, end: number): void {
    this.starts.push(start)
    this.ends.push(end)
  }

  /** The line break of a block became a space, itself, or nothing. */
  addBreak(start: number, end: number): void {
    if (this.isAt(' ') || this.isAt('\n')) this.add(start, end)
  }

  /** One line break became a space; of several all but one stay. */
  addFolded(start: number, end: number, breaks: number): void {
    if (breaks === 1 && this.isAt(' ')) this.add(start, end)
    for (let i = 1; i < breaks && this.isAt('\n'); i++) this.add(start, end)
  }

  finished(): Units | undefined {
    const isWhole = this.text.slice(this.starts.length).trim() === ''
    return isWhole ? { starts: this.starts, ends: this.ends } : undefined
  }
}
