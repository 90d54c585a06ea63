import type { LogEvent } from '../../ir/index.ts'
import type { FormatProblem, FormatProblemCode } from '../problem.ts'
import { quoteInexactNumbers } from './exact-numbers.ts'
import { isDeeperThan, isJsonObject, type JsonValue } from './flatten.ts'
import { isBlank, type JsonScanner, jsonScanner } from './scanner.ts'
import { toLogEvent } from './to-event.ts'

export interface JsonLimits {
  /** The longest line, value or array element in bytes; a longer one is reported and skipped. */
  readonly valueBytes: number
  /** How deep objects and arrays may nest. */
  readonly depth: number
}

export const defaultJsonLimits: JsonLimits = { valueBytes: 16 * 1024 * 1024, depth: 128 }

/** Where in the log the bytes begin, if not at its start: at the beginning of a line, from 1. */
export interface JsonStart {
  readonly offset: number
  readonly line: number
}

/** Of UTF-8: three bytes that may stand before the text and are none of it. */
const byteOrderMark: readonly number[] = [0xef, 0xbb, 0xbf]
const newline = 0x0a
const openBrace = 0x7b
const openBracket = 0x5b
const closeBracket = 0x5d
const comma = 0x2c

/** How CloudTrail's files begin; Azure's exports have a small letter. */
const envelope = /^\{\s*"[Rr]ecords"\s*:\s*\[\s*(?=\{)/

/** An envelope without a record, which is no event. */
function isEmptyEnvelope(value: JsonValue): boolean {
  if (!isJsonObject(value) || Object.keys(value).length !== 1) return false
  const records = value.Records ?? value.records
  return Array.isArray(records) && records.length === 0
}

/** Zeros behind the bytes that are read, for those who read eight at a time. */
const padding = 8

/** How many bytes of a line are waited for before it is looked at in pieces. */
const patience = 64 * 1024

/** As many bytes as it takes to see an {@link envelope}. */
const envelopeBytes = 256

type Mode =
  /** Before a value, or behind the last one. */
  | 'between'
  /** In the value at `#at`, which is kept until it ends. */
  | 'value'
  /** In a value past the limit, which is not kept. */
  | 'overlong'
  /** Behind an array of records, in what else its object has. */
  | 'tail'
  /** In a line that is no JSON. */
  | 'line'
  /** In what follows an error in a value of many lines, or of an array. */
  | 'resync'

/** Whether a step got somewhere, or has to wait for more bytes. */
type Advanced = boolean

/** Reads objects the fast way; see raw-walk.ts. */
export interface ObjectWalk {
  readonly lines: number
  readonly lineStart: number
  /** Sets the bytes that are read from now on. Eight zeros stand behind them. */
  setBytes(bytes: Uint8Array, view: DataView): void
  readonly bytes: Uint8Array
  /** The index behind the object that begins at `start`, or -1 when the slow way has to read it. */
  read(start: number, record: number): number
}

/** Hears of what is in a log, in its order. */
export interface JsonSink {
  onEvent(event: LogEvent): void
  /** The walk that the reader was given has become an event. */
  onWalk?(): void
  onProblem(problem: FormatProblem): void
}

/**
 * Finds the values in a log of JSON that arrives in pieces, and makes events of them: with a walk, where
 * there is one and it can, else with `JSON.parse`. Both ways give the same.
 */
export class JsonReader {
  readonly #limits: JsonLimits
  readonly #sink: JsonSink
  readonly #walk: ObjectWalk | undefined
  readonly #scanner: JsonScanner = jsonScanner()
  readonly #text = new TextDecoder()
  #mode: Mode = 'between'
  /** The bytes before `#length`; those before `#at` are done with. */
  #buffer = new Uint8Array(128 * 1024)
  #length = 0
  #at = 0
  /** How far the scanner got in the value at `#at`. */
  #scanned = 0
  /** How many bytes are gone from the front of the buffer. */
  #dropped = 0
  #isLast = false
  /** The line of `#at`, from 1, and the index of its first byte, which may be gone (negative). */
  #line = 1
  readonly #firstLine: number
  #lineStart = 0
  /** The column of the value that is read or that was broken, from 0. */
  #column = 0
  /** Inside an array of events: how many of them began. */
  #array: { count: number; readonly hasEnvelope: boolean } | undefined
  /** Up to this offset in the log every line is a value of its own. */
  #singleLinesUntil = 0
  /** The index behind the last line end in the buffer. */
  #linesEnd = 0
  /** Where in the log the object begins that the walk could not read before its line was there. */
  #walkedAt = -1

  constructor(limits: JsonLimits, { offset, line }: JsonStart, sink: JsonSink, walk?: ObjectWalk) {
    this.#limits = limits
    this.#dropped = offset
    this.#line = line
    this.#firstLine = line
    this.#sink = sink
    this.#walk = walk
  }

  /** Reads as far as the bytes go that are there; `false` when it is done with them. */
  step(): boolean {
    switch (this.#mode) {
      case 'between':
        return this.#readBetween()
      case 'value':
        return this.#readValue()
      case 'overlong':
      case 'tail':
        return this.#skipValue()
      case 'line':
        return this.#skipLine()
      case 'resync':
        return this.#resynchronise()
    }
  }

  /** Says that no more bytes come. */
  end(): void {
    this.#isLast = true
  }

  /** How many line ends there were in the bytes so far. */
  get lines(): number {
    let lines = this.#line - this.#firstLine
    for (let at = this.#at; at < this.#length; at++) if (this.#buffer[at] === newline) lines++
    return lines
  }

  /** What is left to say when all steps are done after the end. */
  finish(): void {
    if (this.#array !== undefined || this.#mode === 'tail') {
      this.#report('json/truncated', this.#length, 'The log ends inside an array')
    }
  }

  #readBetween(): Advanced {
    if (!this.#skipBlanks()) return false
    const byte = this.#buffer[this.#at]
    const array = this.#array
    if (array !== undefined) {
      if (byte === closeBracket) {
        this.#moveTo(this.#at + 1)
        this.#array = undefined
        if (array.hasEnvelope) {
          this.#scanner.resetBehindMember()
          this.#mode = 'tail'
        }
        return true
      }
      array.count++
      if (byte === openBrace && this.#walkObject()) return true
      this.#beginValue()
      return true
    }
    if (byte === openBracket) {
      this.#array = { count: 0, hasEnvelope: false }
      this.#moveTo(this.#at + 1)
      return true
    }
    if (byte !== openBrace) {
      this.#report('json/syntax', this.#at, 'The line does not begin as JSON')
      this.#mode = 'line'
      return true
    }
    if (this.#offset(this.#at) >= this.#singleLinesUntil) {
      if (this.#walk !== undefined) {
        const isWhole = this.#at < this.#linesEnd || this.#isLast
        if (isWhole || this.#walkedAt !== this.#offset(this.#at)) {
          if (this.#walkObject()) return true
          this.#walkedAt = this.#offset(this.#at)
        }
        if (!isWhole && this.#length - this.#at <= Math.min(patience, this.#limits.valueBytes)) {
          return false
        }
      }
      if (this.#length - this.#at < envelopeBytes && !this.#isLast) return false
      const end = Math.min(this.#at + envelopeBytes, this.#length)
      const head = envelope.exec(this.#text.decode(this.#buffer.subarray(this.#at, end)))
      if (head !== null) {
        this.#array = { count: 0, hasEnvelope: true }
        this.#moveTo(this.#at + head[0].length)
        return true
      }
    }
    this.#beginValue()
    return true
  }

  /** Lets the walk read the object at `#at`; `false` when it cannot, and then nothing has changed. */
  #walkObject(): boolean {
    const walk = this.#walk
    if (walk === undefined) return false
    // Another log may have been read meanwhile.
    if (walk.bytes !== this.#buffer) {
      walk.setBytes(this.#buffer, new DataView(this.#buffer.buffer))
    }
    const end = walk.read(this.#at, this.#record())
    if (end < 0 || end - this.#at > this.#limits.valueBytes) return false
    this.#sink.onWalk?.()
    this.#at = end
    if (walk.lines > 0) {
      this.#line += walk.lines
      this.#lineStart = walk.lineStart
    }
    this.#mode = 'between'
    return true
  }

  #beginValue(): void {
    this.#mode = 'value'
    this.#scanned = this.#at
    this.#column = this.#at - this.#lineStart
    this.#scanner.reset()
  }

  #readValue(): Advanced {
    const isFresh = this.#scanned === this.#at
    if (isFresh && this.#array === undefined) {
      const end = this.#findLineEnd()
      if (end !== undefined && end - this.#at <= this.#limits.valueBytes) {
        const value = this.#findJson(end)
        if (value !== undefined) {
          if (!isEmptyEnvelope(value)) this.#decode(value)
          this.#endValue(end)
          return true
        }
        if (this.#offset(this.#at) < this.#singleLinesUntil) {
          this.#report('json/syntax', this.#at, 'The line is not JSON')
          this.#mode = 'line'
          return true
        }
      }
    }
    const result = this.#scanner.scan(this.#buffer, this.#scanned, this.#length)
    switch (result.kind) {
      case 'complete':
        if (this.#buffer[this.#at] === openBrace && this.#walkObject()) return true
        this.#decodeUpTo(result.at)
        this.#endValue(result.at)
        return true
      case 'wrong':
        this.#leaveBroken(result.at, 'json/syntax', 'The value is not JSON')
        return true
      case 'unfinished':
        this.#scanned = this.#length
        if (this.#length - this.#at > this.#limits.valueBytes) {
          this.#reportOverlong()
          this.#mode = 'overlong'
          this.#moveTo(this.#length)
        } else if (this.#isLast) {
          this.#leaveBroken(this.#length, 'json/truncated', 'The log ends inside this value')
          this.#array = undefined
          return true
        }
        return false
    }
  }

  #findLineEnd(): number | undefined {
    const end = this.#buffer.subarray(0, this.#length).indexOf(newline, this.#at)
    if (end >= 0) return end
    return this.#isLast ? this.#length : undefined
  }

  #findJson(end: number): JsonValue | undefined {
    const json = this.#text.decode(this.#buffer.subarray(this.#at, end))
    try {
      return JSON.parse(quoteInexactNumbers(json)) as JsonValue
    } catch (error) {
      if (error instanceof SyntaxError) return undefined
      throw error
    }
  }

  #decodeUpTo(end: number): void {
    if (end - this.#at > this.#limits.valueBytes) {
      this.#reportOverlong()
      return
    }
    const value = this.#findJson(end)
    if (value !== undefined) {
      if (!isEmptyEnvelope(value)) this.#decode(value)
    } else if (this.#scanner.deepest > this.#limits.depth) this.#reportTooDeep()
    else this.#report('json/syntax', this.#at, 'The value is not JSON')
  }

  #decode(value: JsonValue): void {
    if (isDeeperThan(value, this.#limits.depth)) this.#reportTooDeep()
    else if (!isJsonObject(value)) {
      this.#report('json/not-an-object', this.#at, 'The value is no object, so no event')
    } else {
      const event = toLogEvent(value, this.#record())
      if (event === undefined) this.#reportTooDeep()
      else this.#sink.onEvent(event)
    }
  }

  /** Where the value at `#at` stands in its file. */
  #record(): number {
    return this.#array?.count ?? this.#line
  }

  #reportOverlong(): void {
    const reason = `The value is longer than the limit of ${this.#limits.valueBytes} bytes`
    this.#report('json/too-long', this.#at, reason)
  }

  #reportTooDeep(): void {
    const reason = `The value nests deeper than ${this.#limits.depth}, or its names get too long`
    this.#report('json/too-deep', this.#at, reason)
  }

  #endValue(end: number): void {
    this.#moveTo(end)
    this.#mode = 'between'
  }

  /**
   * Reports the value at `#at`, which goes wrong at `end`. When it runs over several lines and one
   * of them begins as it did, then perhaps only its first line is broken, as in
   *
   *     {"a":
   *     {"a": 1}
   *     {"a": 2}
   *
   * where the second line fits behind the first and the third does not. So the lines are then read
   * one by one up to the error.
   */
  #leaveBroken(end: number, code: FormatProblemCode, reason: string): void {
    this.#report(code, this.#at, reason)
    const firstEnd = this.#buffer.subarray(0, end).indexOf(newline, this.#at)
    if (this.#array === undefined && (firstEnd < 0 || firstEnd >= end)) {
      this.#moveTo(end)
      this.#mode = 'line'
      return
    }
    const next = this.#array === undefined ? this.#findSibling(firstEnd + 1, end) : undefined
    if (next !== undefined) {
      this.#singleLinesUntil = this.#offset(end)
      this.#endValue(next)
      return
    }
    this.#moveTo(end)
    this.#mode = 'resync'
  }

  /** The first line from `from` on, before `end`, that has a `{` at the broken value's column. */
  #findSibling(from: number, end: number): number | undefined {
    for (let start = from; start > 0 && start + this.#column < end; ) {
      if (this.#isSibling(start)) return start + this.#column
      start = this.#buffer.subarray(0, end).indexOf(newline, start) + 1
    }
    return undefined
  }

  #isSibling(start: number): boolean {
    const at = start + this.#column
    if (this.#buffer[at] !== openBrace) return false
    return this.#buffer.subarray(start, at).every(isBlank)
  }

  #skipValue(): Advanced {
    const result = this.#scanner.scan(this.#buffer, this.#at, this.#length)
    switch (result.kind) {
      case 'complete':
        this.#endValue(result.at)
        return true
      case 'wrong':
        if (this.#mode === 'tail') {
          this.#report('json/syntax', result.at, 'What follows the records is not JSON')
          this.#column = 0
        }
        this.#moveTo(result.at)
        this.#mode = 'resync'
        return true
      case 'unfinished':
        this.#moveTo(this.#length)
        return false
    }
  }

  #skipLine(): Advanced {
    const end = this.#buffer.subarray(0, this.#length).indexOf(newline, this.#at)
    this.#moveTo(end < 0 ? this.#length : end + 1)
    if (end < 0) return false
    this.#mode = 'between'
    return true
  }

  #resynchronise(): Advanced {
    const sibling = this.#lineStart + this.#column
    if (sibling >= this.#at && this.#lineStart >= 0) {
      if (sibling >= this.#length && !this.#isLast) return false
      if (this.#isSibling(this.#lineStart)) {
        this.#endValue(sibling)
        return true
      }
      const close = this.#array === undefined ? undefined : this.#findArrayEnd(sibling)
      if (close !== undefined) {
        this.#endValue(close)
        return true
      }
    }
    const end = this.#buffer.subarray(0, this.#length).indexOf(newline, this.#at)
    this.#moveTo(end < 0 ? this.#length : end + 1)
    return end >= 0
  }

  /** A `]` that is the first of its line, and no further in than the elements. */
  #findArrayEnd(sibling: number): number | undefined {
    let at = this.#at
    while (at < sibling && isBlank(this.#buffer[at] ?? 0)) at++
    return this.#buffer[at] === closeBracket ? at : undefined
  }

  /** Goes to the next byte that means something; `false` when there is none yet. */
  #skipBlanks(): boolean {
    let at = this.#at
    if (this.#offset(at) === 0 && this.#buffer[0] === byteOrderMark[0]) {
      if (this.#length < byteOrderMark.length && !this.#isLast) return false
      if (byteOrderMark.every((byte, index) => this.#buffer[index] === byte)) {
        at += byteOrderMark.length
      }
    }
    const buffer = this.#buffer
    for (; at < this.#length; at++) {
      const byte = buffer[at] ?? 0
      if (byte === newline) {
        this.#line++
        this.#lineStart = at + 1
      } else if (!isBlank(byte) && byte !== comma) break
    }
    this.#at = at
    return at < this.#length
  }

  /** Takes more bytes; they are not kept. */
  append(bytes: Uint8Array): void {
    const kept = this.#length - this.#at
    if (this.#length + bytes.length + padding > this.#buffer.length) {
      const needed = kept + bytes.length + padding
      const old = this.#buffer
      // Room for as much again, so that what is kept is not moved with every piece.
      if (needed * 2 > old.length) {
        this.#buffer = new Uint8Array(Math.max(old.length * 2, needed * 2))
      }
      this.#buffer.set(old.subarray(this.#at, this.#length))
      this.#dropped += this.#at
      this.#scanned -= this.#at
      this.#lineStart -= this.#at
      this.#linesEnd -= this.#at
      this.#at = 0
      this.#length = kept
    }
    const lineEnd = bytes.lastIndexOf(newline)
    if (lineEnd >= 0) this.#linesEnd = this.#length + lineEnd + 1
    this.#buffer.set(bytes, this.#length)
    this.#length += bytes.length
    this.#buffer.fill(0, this.#length, this.#length + padding)
  }

  /** Goes forward to `index`, counting the lines on the way. */
  #moveTo(index: number): void {
    const passed = this.#buffer.subarray(0, index)
    for (let next = this.#at; ; ) {
      const end = passed.indexOf(newline, next)
      if (end < 0) break
      this.#line++
      this.#lineStart = end + 1
      next = end + 1
    }
    this.#at = index
  }

  #offset(index: number): number {
    return this.#dropped + index
  }

  #report(code: FormatProblemCode, index: number, reason: string): void {
    this.#sink.onProblem({ code, offset: this.#offset(index), reason })
  }
}
