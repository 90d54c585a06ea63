import type { LogEvent } from '../../ir/index.ts'
import { type Line, lineCutter } from '../line-cutter.ts'
import { type Decoded, decodedProblem } from '../problem.ts'
import type { EventDecoder } from '../raw-decoder.ts'
import { type AuditRecord, findAuditRecord } from './record.ts'
import { AuditValues } from './values.ts'

export interface AuditdLimits {
  /** The longest line in bytes; a longer one is reported and skipped. */
  readonly lineBytes: number
  /** How many bytes of lines are kept of events that have not ended, or wait for earlier ones. */
  readonly openBytes: number
}

export const defaultAuditdLimits: AuditdLimits = {
  lineBytes: 1024 * 1024,
  openBytes: 8 * 1024 * 1024,
}

/** An event has ended when this many lines, or seconds, passed without a record of it. */
const quietLines = 64
const quietSeconds = 2

/** Records that are events by themselves, and those that end one. */
const loneRecord = /^(?:USER|CRED|GRP|ADD|DEL|SERVICE|DAEMON|SYSTEM|CRYPTO|ROLE|ACCT|USYS)_/
const lastRecords: ReadonlySet<string> = new Set(['PROCTITLE', 'EOE'])

/**
 * A decoder of auditd's log. The records of one event, which have the same stamp and may stand among
 * those of others, are one event here, with all values of each field:
 *
 *     type=SYSCALL msg=audit(1700000000.123:456): syscall=59 success=yes exe="/bin/ls"
 *     type=EXECVE msg=audit(1700000000.123:456): argc=2 a0="ls" a1="-l"
 *     → type=[SYSCALL, EXECVE], syscall=[59], exe=[/bin/ls], argc=[2], a0=[ls], a1=[-l], …
 *
 * So what a rule denies of a field, it denies of every record of the event: `not name: /etc/passwd` is
 * true when none of the paths is that one. Values in hexadecimal digits are decoded. An event that starts a program has Sigma's names beside its
 * own: `Image`, `CommandLine`, `CurrentDirectory`, and `User` where auditd wrote names. The record is
 * the line of its first record.
 */
export function auditdDecoder(limits: AuditdLimits = defaultAuditdLimits): EventDecoder {
  const cutter = lineCutter(limits.lineBytes)
  const events = new OpenEvents(limits.openBytes)
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  const read = function* (lines: Iterable<Line>): Generator<Decoded> {
    for (const line of lines) {
      if (line.isTooLong) {
        const reason = `The line is longer than the limit of ${limits.lineBytes} bytes`
        yield decodedProblem('auditd/too-long', line.offset, reason)
        continue
      }
      const text = utf8.decode(line.bytes)
      if (/^[-\s]*$/.test(text) || /^time->/.test(text)) continue
      const record = findAuditRecord(text)
      if (record === undefined) {
        yield decodedProblem('auditd/syntax', line.offset, 'The line holds no record')
      } else yield* events.add(record, line)
    }
  }
  return {
    push: bytes => read(cutter.push(bytes)),
    *finish() {
      yield* read(cutter.finish())
      yield* events.finish()
    },
  }
}

interface OpenEvent {
  readonly key: string
  readonly values: AuditValues
  readonly time: string | undefined
  readonly seconds: number
  readonly line: number
  readonly offset: number
  readonly node: string | undefined
  lastLine: number
  bytes: number
  hasEnded: boolean
}

/** Events in the order of their first records; each is given once it and all before it have ended. */
class OpenEvents {
  readonly #limit: number
  readonly #byKey = new Map<string, OpenEvent>()
  /** From `#head` on; what is before was given. */
  #queue: OpenEvent[] = []
  #head = 0
  #bytes = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  *add(record: AuditRecord, line: Line): Generator<Decoded> {
    const key = `${record.node ?? ''} ${record.stamp}`
    let event = this.#byKey.get(key)
    // The end of an event that was given already.
    if (event === undefined && record.type === 'EOE') return
    if (event === undefined) {
      event = {
        key,
        values: new AuditValues(),
        time: record.time,
        seconds: record.seconds,
        line: line.number,
        offset: line.offset,
        node: record.node,
        lastLine: line.number,
        bytes: 0,
        hasEnded: loneRecord.test(record.type),
      }
      this.#byKey.set(key, event)
      this.#queue.push(event)
    }
    event.lastLine = line.number
    // Names and values that are kept cost more than their bytes.
    const cost = line.bytes.length + 256
    event.bytes += cost
    this.#bytes += cost
    if (record.type !== 'EOE') event.values.add(record)
    if (lastRecords.has(record.type)) event.hasEnded = true
    yield* this.#giveEnded(line.number, record.seconds)
  }

  *finish(): Generator<Decoded> {
    for (let event = this.#next(); event !== undefined; event = this.#next())
      yield* this.#give(event)
  }

  *#giveEnded(line: number, seconds: number): Generator<Decoded> {
    for (let event = this.#next(); event !== undefined; event = this.#next()) {
      const isQuiet =
        line - event.lastLine >= quietLines || Math.abs(seconds - event.seconds) > quietSeconds
      if (event.hasEnded || isQuiet) yield* this.#give(event)
      else if (this.#bytes > this.#limit) {
        yield* this.#give(event)
        const reason = `Records past the limit of ${this.#limit} bytes are read as another event`
        yield decodedProblem('auditd/too-large', event.offset, reason)
      } else return
    }
  }

  #next(): OpenEvent | undefined {
    return this.#queue[this.#head]
  }

  *#give(event: OpenEvent): Generator<Decoded> {
    this.#byKey.delete(event.key)
    this.#bytes -= event.bytes
    this.#head++
    if (this.#head > 1024) {
      this.#queue = this.#queue.slice(this.#head)
      this.#head = 0
    }
    yield { kind: 'event', event: toEvent(event) }
  }
}

function toEvent({ values, line, time, node }: OpenEvent): LogEvent {
  values.finish()
  const fields = new Map<string, string[]>()
  for (const [name, all] of values.fields) fields.set(name, [...all])
  return {
    header: {
      record: line,
      ...(time === undefined ? {} : { time }),
      ...(node === undefined ? {} : { computer: node }),
    },
    fields,
  }
}
