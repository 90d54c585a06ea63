/**
 * Reads the syntax of RE2, to reason about expressions that RE2 runs. What compiles there is read
 * here as it is meant there; an expression that this file does not understand is not guessed at.
 */

import { invariant } from '../../base/index.ts'
import { type Regex, toRe2Source } from '../../ir/index.ts'
import {
  anyCodePoint,
  type CodePointRange,
  type CodePointSet,
  codePointSet,
  complementOf,
  foldRange,
} from './code-point-set.ts'
import { alternation, type Place, type RegexNode, sequence } from './regex-syntax.ts'

/** The expression as a tree; `undefined` when it is none that RE2 runs, or not understood. */
export function parseRegex(regex: Regex): RegexNode | undefined {
  const source = toRe2Source(regex)
  if (typeof source !== 'string') return undefined
  const { ignoreCase, multiline, dotAll } = regex
  return new RegexParser(source, { ignoreCase, multiline, dotAll, ungreedy: false }).parse()
}

interface Flags {
  readonly ignoreCase: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
  readonly ungreedy: boolean
}

/** An open group, or the whole expression. */
interface Group {
  readonly options: RegexNode[]
  parts: RegexNode[]
  /** The flags to go back to at its end. */
  readonly outside: Flags
}

/** RE2 refuses deeper expressions; groups that only group count here too. */
const maxDepth = 1000

const flagNames: Readonly<Record<string, keyof Flags>> = {
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  U: 'ungreedy',
}

const places: Readonly<Record<string, Place>> = {
  A: 'text_start',
  z: 'text_end',
  b: 'word_boundary',
  B: 'no_word_boundary',
}

class RegexParser {
  private at = 0
  private readonly groups: Group[]
  private readonly source: string
  private flags: Flags
  /** A repetition was the last that was read, so none may follow. */
  private isAfterRepetition = false
  private isUnderstood = true

  constructor(source: string, flags: Flags) {
    this.source = source
    this.flags = flags
    this.groups = [{ options: [], parts: [], outside: flags }]
  }

  parse(): RegexNode | undefined {
    while (this.isUnderstood && this.at < this.source.length) {
      const isRepetition = this.parseNext()
      this.isAfterRepetition = isRepetition
    }
    const root = this.closeGroup()
    return this.isUnderstood && this.groups.length === 0 ? root : undefined
  }

  /** Ends the parse: nothing of the expression is believed. */
  private giveUp(): void {
    this.isUnderstood = false
  }

  /** Reads one step; whether it was a repetition. */
  private parseNext(): boolean {
    const character = this.source[this.at]
    switch (character) {
      case '(':
        this.parseOpening()
        return false
      case ')':
        this.at++
        if (this.groups.length === 1) this.giveUp()
        else this.push(this.closeGroup())
        return false
      case '|':
        this.at++
        this.endOption()
        return false
      case '^':
        this.at++
        this.pushPlace(this.flags.multiline ? 'line_start' : 'text_start')
        return false
      case '$':
        this.at++
        this.pushPlace(this.flags.multiline ? 'line_end' : 'text_end')
        return false
      case '.':
        this.at++
        this.push(toSetNode(this.flags.dotAll ? [] : [[0x0a, 0x0a]], true))
        return false
      case '[':
        this.parseClass()
        return false
      case '\\':
        this.parseEscape()
        return false
      case '*':
        return this.parseRepetition(1, 0, undefined)
      case '+':
        return this.parseRepetition(1, 1, undefined)
      case '?':
        return this.parseRepetition(1, 0, 1)
      case '{': {
        const counted = /^\{(0|[1-9]\d*)(,(0|[1-9]\d*)?)?\}/.exec(this.source.slice(this.at))
        if (counted === null) break
        const min = Number(counted[1])
        const isOpen = counted[2] !== undefined && counted[3] === undefined
        return this.parseRepetition(
          counted[0].length,
          min,
          isOpen ? undefined : Number(counted[3] ?? min),
        )
      }
    }
    this.pushCharacter(this.readCodePoint())
    return false
  }

  private push(node: RegexNode): void {
    this.group.parts.push(node)
  }

  private pushPlace(place: Place): void {
    this.push({ kind: 'assertion', place })
  }

  private pushCharacter(codePoint: number): void {
    this.push(toSetNode(this.toSet([[codePoint, codePoint]], false), false))
  }

  private get group(): Group {
    const group = this.groups.at(-1)
    invariant(group !== undefined, 'the whole expression is never closed before its end')
    return group
  }

  private endOption(): void {
    const group = this.group
    group.options.push(sequence(group.parts))
    group.parts = []
  }

  private closeGroup(): RegexNode {
    this.endOption()
    const { options, outside } = this.group
    this.groups.pop()
    this.flags = outside
    return alternation(options)
  }

  private parseOpening(): void {
    const outside = this.flags
    const opening = /^\(\?P?<\w+>|^\((?!\?)/.exec(this.source.slice(this.at))
    if (opening !== null) {
      this.at += opening[0].length
    } else {
      const flagged = /^\(\?([imsU]*)(-[imsU]+)?([:)])/.exec(this.source.slice(this.at))
      if (flagged === null) {
        this.giveUp()
        return
      }
      this.at += flagged[0].length
      const flags = { ...this.flags }
      for (const name of flagged[1] ?? '') flags[flagNames[name] ?? 'ungreedy'] = true
      for (const name of (flagged[2] ?? '').slice(1)) flags[flagNames[name] ?? 'ungreedy'] = false
      this.flags = flags
      // `(?i)` counts until its group ends, over bars too.
      if (flagged[3] === ')') return
    }
    if (this.groups.length >= maxDepth) this.giveUp()
    this.groups.push({ options: [], parts: [], outside })
  }

  private parseRepetition(length: number, min: number, max: number | undefined): boolean {
    const { parts } = this.group
    const body = parts.at(-1)
    this.at += length
    if (body === undefined || this.isAfterRepetition) {
      this.giveUp()
      return false
    }
    let isLazy = this.flags.ungreedy
    if (this.source[this.at] === '?') {
      this.at++
      isLazy = !isLazy
    }
    parts[parts.length - 1] = { kind: 'repetition', body, min, max, isLazy }
    return true
  }

  private parseEscape(): void {
    const next = this.source[this.at + 1] ?? ''
    const place = places[next]
    const perl = perlClasses.get(next)
    if (place !== undefined) {
      this.at += 2
      this.pushPlace(place)
    } else if (next === 'Q') {
      const end = this.source.indexOf('\\E', this.at + 2)
      const quoted = this.source.slice(this.at + 2, end < 0 ? undefined : end)
      this.at += 2 + quoted.length + (end < 0 ? 0 : 2)
      for (const character of quoted) this.pushCharacter(character.codePointAt(0) ?? 0)
    } else if (/[pP]/.test(next)) {
      this.skipProperty()
      this.push(toSetNode(undefined, false))
    } else if (perl !== undefined) {
      this.at += 2
      this.push(toSetNode(this.toSet(...perl), false))
    } else {
      this.pushCharacter(this.readEscapedCharacter())
    }
  }

  /** `\pL`, `\P{Greek}`: what is in it depends on the version of Unicode. */
  private skipProperty(): void {
    const property = /^\\[pP](\{[^}]*\}|[^{])/u.exec(this.source.slice(this.at))
    if (property === null) this.giveUp()
    else this.at += property[0].length
  }

  private readCodePoint(): number {
    const codePoint = this.source.codePointAt(this.at)
    if (codePoint === undefined) this.giveUp()
    this.at += codePoint !== undefined && codePoint > 0xffff ? 2 : 1
    return codePoint ?? 0
  }

  /** `\n`, `\x41`, `\x{1F600}`, `\101`, `\.`: an escape of one character. */
  private readEscapedCharacter(): number {
    const rest = this.source.slice(this.at, this.at + 64)
    const code =
      /^\\x([\da-fA-F]{2})/.exec(rest) ??
      /^\\x\{([\da-fA-F]+)\}/.exec(rest) ??
      /^\\()(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest)
    if (code !== null) {
      const codePoint = code[2] === undefined ? parseInt(code[1] ?? '', 16) : parseInt(code[2], 8)
      if (codePoint > 0x10_ffff) this.giveUp()
      this.at += code[0].length
      return codePoint
    }
    const character = rest[1] ?? ''
    const control = 'afnrtv'.indexOf(character)
    if (character === '' || (control < 0 && /[\da-zA-Z]|[^\0-\x7f]/.test(character))) this.giveUp()
    this.at += 2
    return control < 0 ? character.charCodeAt(0) : '\x07\f\n\r\t\v'.charCodeAt(control)
  }

  private parseClass(): void {
    this.at++
    const isNegated = this.source[this.at] === '^'
    if (isNegated) this.at++
    const ranges: CodePointRange[] = []
    let isKnown = true
    for (let isFirst = true; isFirst || this.source[this.at] !== ']'; isFirst = false) {
      if (this.at >= this.source.length) this.giveUp()
      if (!this.isUnderstood) return
      const found = this.parseClassItem()
      if (found === undefined) isKnown = false
      else ranges.push(...found)
    }
    this.at++
    this.push(toSetNode(isKnown ? codePointSet(ranges) : undefined, isNegated))
  }

  /** One item of a class with all that equals it where case is ignored; `undefined`: anything. */
  private parseClassItem(): CodePointSet | undefined {
    const rest = this.source.slice(this.at)
    const named = rest.startsWith('[:') ? /^\[:(\^?)(.*?):\]/s.exec(rest) : null
    if (named !== null) {
      this.at += named[0].length
      const ranges = posixClasses.get(named[2] ?? '')
      if (ranges === undefined) this.giveUp()
      return this.toSet(ranges ?? [], named[1] === '^')
    }
    const next = rest[0] === '\\' ? (rest[1] ?? '') : ''
    if (next === 'p' || next === 'P') {
      this.skipProperty()
      return undefined
    }
    const perl = perlClasses.get(next)
    if (perl !== undefined) {
      this.at += 2
      return this.toSet(...perl)
    }
    const first = this.readClassCharacter()
    let last = first
    if (this.source[this.at] === '-' && this.source[this.at + 1] !== ']') {
      this.at++
      last = this.readClassCharacter()
    }
    if (last < first) this.giveUp()
    return this.toSet([[first, last]], false)
  }

  private readClassCharacter(): number {
    return this.source[this.at] === '\\' ? this.readEscapedCharacter() : this.readCodePoint()
  }

  /**
   * The ranges with all that equals them where case is ignored, or the rest (so `\W` has no letter
   * that equals one of `\w`); `undefined` where that is not known.
   */
  private toSet(ranges: readonly CodePointRange[], isNegated: boolean): CodePointSet | undefined {
    const folded: CodePointRange[] = []
    for (const range of ranges) {
      const all = this.flags.ignoreCase ? foldRange(range) : [range]
      if (all === undefined) return undefined
      folded.push(...all)
    }
    return isNegated ? complementOf(codePointSet(folded)) : codePointSet(folded)
  }
}

function toSetNode(set: CodePointSet | undefined, isNegated: boolean): RegexNode {
  if (set === undefined) return { kind: 'set', set: anyCodePoint, isExact: false }
  return { kind: 'set', set: isNegated ? complementOf(set) : set, isExact: true }
}

const digit: readonly CodePointRange[] = [[0x30, 0x39]]
const lower: readonly CodePointRange[] = [[0x61, 0x7a]]
const upper: readonly CodePointRange[] = [[0x41, 0x5a]]
const alpha = [...upper, ...lower]
const alnum = [...digit, ...alpha]
const word: readonly CodePointRange[] = [...alnum, [0x5f, 0x5f]]
const perlSpace: readonly CodePointRange[] = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
]

/** RE2's own classes are of ASCII; `\s` has no vertical tab. */
const perlClasses: ReadonlyMap<string, readonly [readonly CodePointRange[], isNegated: boolean]> =
  new Map([
    ['d', [digit, false]],
    ['D', [digit, true]],
    ['s', [perlSpace, false]],
    ['S', [perlSpace, true]],
    ['w', [word, false]],
    ['W', [word, true]],
  ])

const posixClasses: ReadonlyMap<string, readonly CodePointRange[]> = new Map(
  Object.entries({
    alnum,
    alpha,
    ascii: [[0, 0x7f]],
    blank: [
      [0x09, 0x09],
      [0x20, 0x20],
    ],
    cntrl: [
      [0, 0x1f],
      [0x7f, 0x7f],
    ],
    digit,
    graph: [[0x21, 0x7e]],
    lower,
    print: [[0x20, 0x7e]],
    punct: [
      [0x21, 0x2f],
      [0x3a, 0x40],
      [0x5b, 0x60],
      [0x7b, 0x7e],
    ],
    space: [
      [0x09, 0x0d],
      [0x20, 0x20],
    ],
    upper,
    word,
    xdigit: [...digit, [0x41, 0x46], [0x61, 0x66]],
  }),
)
