import { type Decoded, decodedProblem, type FormatProblemCode } from '../problem.ts'
import type { EventDecoder } from '../raw-decoder.ts'
import { type EventElement, toWindowsEvent } from '../windows-event.ts'
import { parseElement } from './element.ts'
import { TagScanner } from './tag-scanner.ts'

export interface XmlLimits {
  /** The longest event in bytes; a longer one is reported and skipped. */
  readonly eventBytes: number
  /** How deep elements may nest in an event. */
  readonly depth: number
}

export const defaultXmlLimits: XmlLimits = { eventBytes: 4 * 1024 * 1024, depth: 64 }

/**
 * A decoder of the Windows event log as XML, in UTF-8: what `wevtutil qe` prints, one `Event` after the
 * other without a root, what the Event Viewer saves, with the root `Events`, an event a line, and events
 * within any other elements. An event’s record is its EventRecordID, or else its place in the log.
 *
 * It looks for `Event` elements and reads each by itself, so that a broken one costs no other: an
 * `Event` with a `System` inside an event that has not ended is the next event. Nothing outside the log is
 * ever read; a document type is reported, and its entities stay text.
 */
export function xmlDecoder(limits: XmlLimits = defaultXmlLimits): EventDecoder {
  return new XmlReader(limits)
}

class XmlReader implements EventDecoder {
  readonly #limits: XmlLimits
  readonly #scanner = new TagScanner()
  readonly #text = new TextDecoder('utf-8', { ignoreBOM: true })
  /** The bytes of the log from `#dropped` on: those of the event that is read, while there is one. */
  #buffer = new Uint8Array(64 * 1024)
  #length = 0
  #dropped = 0
  /** How far the scanner got in the buffer. */
  #scanned = 0
  /** Where the event that is read begins in the log. */
  #start: number | undefined
  /** Its bytes are not kept, because they are too many. */
  #isTooLong = false
  /** How many `Event` elements are open within one another. */
  #events = 0
  /** How many other elements are open around events. */
  #around = 0
  /** Where an `Event` inside an event begins, until it is clear that it is no new event. */
  #inner: number | undefined
  #count = 0
  #hasProblem = false
  /** Whether what stands before the next event was reported. */
  #isStrayTold = false

  constructor(limits: XmlLimits) {
    this.#limits = limits
  }

  *push(bytes: Uint8Array): Generator<Decoded> {
    // Slices, so that the buffer never holds much more than the longest event.
    for (let at = 0; at < bytes.length; at += sliceSize) {
      this.#append(bytes.subarray(at, at + sliceSize))
      yield* this.#read()
    }
  }

  *finish(): Generator<Decoded> {
    yield* this.#tellStray()
    if (this.#start !== undefined && !this.#isTooLong) {
      yield this.#problem('xml/truncated', this.#start, 'The log ends inside this event')
    } else if (this.#count === 0 && !this.#hasProblem) {
      yield this.#problem('xml/no-event', 0, 'It has no Event element')
    }
  }

  *#read(): Generator<Decoded> {
    const scanner = this.#scanner
    // Without the bytes behind, which would be searched for tags, too.
    const bytes = this.#buffer.subarray(0, this.#length)
    for (;;) {
      const mark = scanner.next(bytes, this.#scanned, this.#dropped)
      this.#scanned = scanner.at
      yield* this.#limit()
      switch (mark) {
        case 'none':
          return
        case 'doctype': {
          const reason = 'The document’s type is not read, so its entities stay as they are'
          yield this.#problem('xml/doctype', scanner.tagStart, reason)
          break
        }
        case 'open':
          yield* this.#open()
          break
        case 'empty':
        case 'close':
          yield* this.#close()
          break
      }
    }
  }

  *#open(): Generator<Decoded> {
    const { name, tagStart } = this.#scanner
    if (this.#start === undefined) {
      yield* this.#tellStray()
      if (name !== 'Event') {
        this.#around++
        return
      }
      this.#begin(tagStart)
    } else if (name === 'Event') {
      this.#events++
      this.#inner = tagStart
    } else if (this.#inner !== undefined && name === 'System') {
      const reason = 'The event has no end: another one begins in it'
      if (!this.#isTooLong) {
        this.#count++
        yield this.#problem('xml/syntax', this.#start, reason)
      }
      this.#begin(this.#inner)
    } else this.#inner = undefined
  }

  #begin(start: number): void {
    this.#start = start
    this.#events = 1
    this.#inner = undefined
    this.#isTooLong = false
  }

  *#close(): Generator<Decoded> {
    const { name, tagStart } = this.#scanner
    const start = this.#start
    this.#inner = undefined
    if (start === undefined) {
      if (name !== 'Event') {
        if (this.#around === 1) this.#scanner.textStart = undefined
        this.#around = Math.max(0, this.#around - 1)
        return
      }
      this.#scanner.textStart ??= tagStart
      this.#around = 0
      yield* this.#tellStray()
      return
    }
    if (name !== 'Event' || --this.#events > 0) return
    if (!this.#isTooLong) yield* this.#decode(start)
    this.#start = undefined
    this.#isTooLong = false
    this.#isStrayTold = false
    this.#scanner.textStart = undefined
  }

  *#decode(start: number): Generator<Decoded> {
    this.#count++
    const bytes = this.#buffer.subarray(start - this.#dropped, this.#scanned)
    const parsed = parseElement(this.#text.decode(bytes), this.#limits.depth)
    switch (parsed.kind) {
      case 'element': {
        const event = toWindowsEvent(withTicks(parsed.element), { record: this.#count })
        yield { kind: 'event', event }
        break
      }
      case 'wrong':
        yield this.#problem('xml/syntax', start, `The event is not XML: ${parsed.reason}`)
        break
      case 'too-deep': {
        const reason = `The event nests deeper than the limit of ${this.#limits.depth}`
        yield this.#problem('xml/too-deep', start, reason)
        break
      }
    }
  }

  /** Lets go of an event that has become too long, and of one in it that might be the next. */
  *#limit(): Generator<Decoded> {
    const start = this.#start
    if (start === undefined) return
    const first = this.#dropped + this.#scanned - this.#limits.eventBytes
    if (this.#inner !== undefined && this.#inner < first) this.#inner = undefined
    if (this.#isTooLong || start >= first) return
    const reason = `The event is longer than the limit of ${this.#limits.eventBytes} bytes`
    yield this.#problem('xml/too-long', start, reason)
    this.#count++
    this.#isTooLong = true
  }

  /** Text in front of an event, unless it stands in an element around events. */
  *#tellStray(): Generator<Decoded> {
    const at = this.#scanner.textStart
    this.#scanner.textStart = undefined
    if (at === undefined || this.#around > 0 || this.#isStrayTold || this.#start !== undefined)
      return
    this.#isStrayTold = true
    yield this.#problem('xml/stray', at, 'What stands here belongs to no event')
  }

  #problem(code: FormatProblemCode, offset: number, reason: string): Decoded {
    this.#hasProblem = true
    return decodedProblem(code, offset, reason)
  }

  #append(bytes: Uint8Array): void {
    const needed = this.#needed()
    const kept = Math.min(Math.max(needed - this.#dropped, 0), this.#scanned)
    if (kept > 0) {
      this.#buffer.copyWithin(0, kept, this.#length)
      this.#dropped += kept
      this.#length -= kept
      this.#scanned -= kept
    }
    const length = this.#length + bytes.length
    if (length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#buffer.length * 2, length))
      larger.set(this.#buffer.subarray(0, this.#length))
      this.#buffer = larger
    }
    this.#buffer.set(bytes, this.#length)
    this.#length = length
  }

  /** The first byte of the log that is still needed. */
  #needed(): number {
    const scanned = this.#dropped + this.#scanned
    if (this.#start !== undefined && !this.#isTooLong) return this.#start
    // The beginning of a tag may turn out to be that of an event.
    const tagStart = this.#scanner.isBetweenTags ? scanned : this.#scanner.tagStart
    const first = Math.min(this.#inner ?? tagStart, tagStart)
    return scanned - first > this.#limits.eventBytes ? scanned : first
  }
}

const sliceSize = 64 * 1024

/**
 * Older Windows prints two noughts behind the seven digits of a time, which the event does not have.
 */
function withTicks(event: EventElement): EventElement {
  return withChild(event, 'System', system =>
    withChild(system, 'TimeCreated', time => ({
      ...time,
      attributes: time.attributes.map(([name, value]) => [
        name,
        name === 'SystemTime' ? String(value).replace(/(\.\d{7})00Z$/, '$1Z') : value,
      ]),
    })),
  )
}

function withChild(
  element: EventElement,
  name: string,
  change: (child: EventElement) => EventElement,
): EventElement {
  const children = element.children.map(child => (child.name === name ? change(child) : child))
  return { ...element, children }
}
