import type { EventHeader } from '../../ir/index.ts'
import { findNumber } from '../text-number.ts'
import { bytes, doubles, shorts, textTable, words } from './columns.ts'
import type { Contribution, MatchedEvent } from './contribution.ts'
import { type Instant, printInstant } from './instant.ts'
import { sameValue } from './same-value.ts'

/**
 * Contributions in columns, some 60 bytes each: an object for every one would take several times as
 * much. Texts are kept once each.
 */
export class ContributionStore {
  private readonly texts = textTable()
  /** By text: the first text that counts as the same value. */
  private readonly same = words()
  private readonly sameIds = new Map<string, number>()
  /** By text: the number that it is, or NaN. */
  private readonly numbers = doubles()
  private readonly rules = words()
  private readonly micros = doubles()
  private readonly nanos = shorts()
  private readonly inputs = words()
  private readonly records = doubles()
  private readonly origins = words()
  private readonly headers = words()
  private readonly headerRecords = doubles()
  private readonly digits = bytes()
  /** Times that do not come back as they were written, by contribution. */
  private readonly oddTimes = new Map<number, string>()
  /** Where the values of a contribution begin: for each field their number, then each text. */
  private readonly starts = words()
  private readonly values = words()

  get size(): number {
    return this.rules.length
  }

  add({ rule, micros, nanos, input, record, values, origin, header }: Contribution): void {
    this.rules.push(rule)
    this.micros.push(micros)
    this.nanos.push(nanos)
    this.inputs.push(input)
    this.records.push(record)
    this.origins.push(this.idOf(origin))
    this.addHeader(header)
    this.starts.push(this.values.length)
    for (const texts of values) {
      this.values.push(texts.length)
      for (const text of texts) this.values.push(this.idOf(text))
    }
  }

  rule(id: number): number {
    return this.rules.at(id)
  }

  /** The time, in whole microseconds. */
  microsOf(id: number): number {
    return this.micros.at(id)
  }

  instant(id: number): Instant {
    return { micros: this.micros.at(id), nanos: this.nanos.at(id) }
  }

  /** The computer that the event is from; empty where it does not say. */
  computer(id: number): string {
    return this.header(id).computer ?? ''
  }

  input(id: number): number {
    return this.inputs.at(id)
  }

  record(id: number): number {
    return this.records.at(id)
  }

  /** The texts of a field of the rule, by their ids. */
  valuesOf(id: number, field: number): readonly number[] {
    let at = this.starts.at(id)
    for (let i = 0; i < field; i++) at += 1 + this.values.at(at)
    return Array.from({ length: this.values.at(at) }, (_, i) => this.values.at(at + 1 + i))
  }

  text(value: number): string {
    return this.texts.text(value)
  }

  /** The value that stands for all that count as the same. */
  sameAs(value: number): number {
    return this.same.at(value)
  }

  /** The number that a value is, or NaN. */
  number(value: number): number {
    return this.numbers.at(value)
  }

  event(id: number): MatchedEvent {
    return {
      input: this.inputs.at(id),
      record: this.records.at(id),
      origin: this.texts.text(this.origins.at(id)),
      header: this.header(id),
    }
  }

  /** Below zero if the event of `a` stands before that of `b`: by time, then by place. */
  compareEvents(a: number, b: number): number {
    return this.compareTimes(a, b) || this.comparePlaces(a, b)
  }

  isSameEvent(a: number, b: number): boolean {
    return this.comparePlaces(a, b) === 0
  }

  /** Whether `b`, which is no earlier, is no more than so many microseconds later than `a`. */
  isWithin(a: number, b: number, timespan: number): boolean {
    const apart = this.micros.at(b) - this.micros.at(a)
    return apart < timespan || (apart === timespan && this.nanos.at(b) <= this.nanos.at(a))
  }

  /** A contribution as it was added. */
  contribution(id: number): Contribution {
    const { input, record, origin, header } = this.event(id)
    const end = id + 1 < this.size ? this.starts.at(id + 1) : this.values.length
    const values: string[][] = []
    for (let at = this.starts.at(id); at < end; at += 1 + this.values.at(at)) {
      const count = this.values.at(at)
      values.push(Array.from({ length: count }, (_, i) => this.text(this.values.at(at + 1 + i))))
    }
    return {
      rule: this.rule(id),
      micros: this.micros.at(id),
      nanos: this.nanos.at(id),
      input,
      record,
      values,
      origin,
      header,
    }
  }

  private compareTimes(a: number, b: number): number {
    return this.micros.at(a) - this.micros.at(b) || this.nanos.at(a) - this.nanos.at(b)
  }

  /** Below zero if the event of `a` stands before that of `b` in the inputs. */
  comparePlaces(a: number, b: number): number {
    return this.inputs.at(a) - this.inputs.at(b) || this.records.at(a) - this.records.at(b)
  }

  private idOf(text: string): number {
    const id = this.texts.idOf(text)
    if (id < this.same.length) return id
    const key = sameValue(text)
    const first = this.sameIds.get(key) ?? id
    this.sameIds.set(key, first)
    this.same.push(first)
    this.numbers.push(Number(findNumber(text) ?? Number.NaN))
    return id
  }

  private addHeader(header: EventHeader): void {
    const { record, time, provider, channel, eventId, computer } = header
    const id = this.headers.length
    this.headers.push(this.idOf(JSON.stringify({ provider, channel, eventId, computer })))
    this.headerRecords.push(record ?? Number.NaN)
    const digits = /\.(\d{1,9})Z$/.exec(time ?? '')?.[1]?.length ?? 0
    this.digits.push(digits)
    if (time !== undefined && time !== this.time(id)) this.oddTimes.set(id, time)
  }

  private time(id: number): string {
    const instant = { micros: this.micros.at(id), nanos: this.nanos.at(id) }
    return printInstant(instant, this.digits.at(id))
  }

  private header(id: number): EventHeader {
    const record = this.headerRecords.at(id)
    return {
      ...(Number.isNaN(record) ? {} : { record }),
      time: this.oddTimes.get(id) ?? this.time(id),
      // The cast: `addHeader` made the text of the other fields of a header.
      ...(JSON.parse(this.text(this.headers.at(id))) as EventHeader),
    }
  }
}
