import { invariant } from '../../base/index.ts'
import {
  type BuiltRawEvent,
  builtRawEvent,
  type EventHeader,
  type LogEvent,
  type NameTable,
  type RawEvent,
  valueKinds,
} from '../../ir/index.ts'
import { findIsoTime } from '../json/iso-time.ts'
import type { RawDecoder, RawSink } from '../raw-decoder.ts'
import { withoutAbsent } from '../windows-event.ts'
import {
  type Chunk,
  type CrcFunction,
  chunkSize,
  decodeRecord,
  nodeLimit,
  openChunk,
  recordHeadSize,
  walkChunk,
} from './chunk.ts'
import { crc32 } from './crc32.ts'
import { EvtxPlans, mostValues, type Template, variantLimit } from './evtx-plans.ts'
import { evtxHeaderSize, parseEvtxHeader } from './header.ts'
import { mayHoldMark, planRecord, type RecordPlan, valueClasses } from './raw-plan.ts'
import type { TemplateText } from './raw-template-text.ts'
import type { TextMemo } from './raw-text-memo.ts'
import { arrayFlag, printFileTime, printValueAt, valueTypes } from './value.ts'

export interface EvtxStart {
  /** Where in the file the bytes begin: at a chunk, or at 0. */
  readonly offset?: number
  /** A CRC-32 of the platform's, where it has one that is faster. */
  readonly crc32?: CrcFunction
  /** What decoders of other files with the same table of names have learned; they go on with it. */
  readonly plans?: EvtxPlans
}

/**
 * The fast decoder of EVTX. What it gives is what `evtxDecoder` gives, to the last value and problem;
 * but nearly all records are instances of few templates, so what becomes of a template's values is
 * worked out once ({@link planRecord}), and then a record is only looked through for where they stand.
 * Records that are anything else are decoded the plain way.
 */
export function evtxRawDecoder(names: NameTable, sink: RawSink, start: EvtxStart = {}): RawDecoder {
  return new Decoder(names, sink, start)
}

/** Types that a value may have for its record to be planned; others are lists or unknown. */
const plannedTypes: Uint8Array = new Uint8Array(256)
for (const type of Object.values(valueTypes)) plannedTypes[type] = 1
/** Types whose texts are codes; a real number may be `NaN`, which is none. */
const codeTypes: Uint8Array = new Uint8Array(256)
for (const type of [
  valueTypes.int8,
  valueTypes.uint8,
  valueTypes.int16,
  valueTypes.uint16,
  valueTypes.int32,
  valueTypes.uint32,
  valueTypes.int64,
  valueTypes.uint64,
  valueTypes.binary,
  valueTypes.guid,
  valueTypes.size,
  valueTypes.fileTime,
  valueTypes.systemTime,
  valueTypes.sid,
  valueTypes.hexInt32,
  valueTypes.hexInt64,
]) {
  codeTypes[type] = 1
}

const fileTimeKind = valueTypes.fileTime + valueKinds.code
const uint64Kind = valueTypes.uint64 + valueKinds.code

const listOfStrings = valueTypes.string | arrayFlag
plannedTypes[listOfStrings] = 1

// HOT: all of it, for every record (raw-decoder.bench.ts).
class Decoder implements RawDecoder, RawEvent {
  readonly #sink: RawSink
  readonly #names: NameTable
  readonly #crc32: CrcFunction
  #gathered: Uint8Array | undefined
  #built: BuiltRawEvent | undefined
  #filled = 0
  #offset: number

  // The chunk at hand.
  bytes: Uint8Array = new Uint8Array(0)
  view: DataView = new DataView(this.bytes.buffer)
  #chunkOffset = 0
  #slow: Chunk | undefined
  /** Where the records stand that were planned so far, in case the chunk has to be counted again. */
  #records: Int32Array = new Int32Array(512)
  #recordCount = 0
  /** No less than the nodes that the plain way would have spent on the chunk so far. */
  #spent = 0
  #isCounted = false
  /** By the offset of their definitions; `undefined` for what is no template that can be planned. */
  #definitions = new Map<number, Template | undefined>()

  // Across chunks and files.
  readonly #plans: EvtxPlans
  readonly #text: TemplateText
  readonly #texts: TextMemo

  // The record at hand.
  readonly #starts: Int32Array
  readonly #ends: Int32Array
  readonly #types: Uint8Array
  readonly #classes: Uint8Array
  #valueCount = 0
  #recordStart = 0
  #recordEnd = 0
  #plan: RecordPlan | undefined

  // The event at hand.
  count = 0
  layout = -1
  names: Int32Array = new Int32Array(0)
  kinds: Uint8Array = new Uint8Array(64)
  starts: Int32Array = new Int32Array(64)
  ends: Int32Array = new Int32Array(64)
  provider = -1
  channel = -1
  eventId = -1

  constructor(names: NameTable, sink: RawSink, start: EvtxStart) {
    this.#names = names
    this.#sink = sink
    this.#crc32 = start.crc32 ?? crc32
    this.#offset = start.offset ?? 0
    const plans = start.plans ?? new EvtxPlans()
    this.#plans = plans
    this.#text = plans.text
    this.#texts = plans.texts
    this.#starts = plans.starts
    this.#ends = plans.ends
    this.#types = plans.types
    this.#classes = plans.classes
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const wanted = this.#offset === 0 ? evtxHeaderSize : chunkSize
      if (this.#filled === 0 && bytes.length - at >= wanted) {
        this.#decode(bytes.subarray(at, at + wanted))
        at += wanted
        continue
      }
      const taken = Math.min(wanted - this.#filled, bytes.length - at)
      this.#gathered ??= new Uint8Array(chunkSize)
      this.#gathered.set(bytes.subarray(at, at + taken), this.#filled)
      this.#filled += taken
      at += taken
      if (this.#filled === wanted) this.finish()
    }
  }

  finish(): void {
    if (this.#filled === 0 || this.#gathered === undefined) return
    const bytes = this.#gathered.subarray(0, this.#filled)
    this.#filled = 0
    this.#decode(bytes)
  }

  #decode(bytes: Uint8Array): void {
    const offset = this.#offset
    this.#offset += bytes.length
    if (offset === 0) {
      for (const problem of parseEvtxHeader(bytes).problems) this.#sink.onProblem(problem)
      return
    }
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#chunkOffset = offset
    this.#slow = undefined
    this.#recordCount = 0
    this.#spent = 0
    this.#isCounted = false
    this.#definitions = new Map()
    walkChunk(
      bytes,
      this.view,
      offset,
      {
        onProblem: problem => this.#sink.onProblem(problem),
        onRecord: (start, end) => this.#decodeRecord(start, end),
      },
      this.#crc32,
    )
  }

  #decodeRecord(start: number, end: number): void {
    this.#recordStart = start
    this.#recordEnd = end
    const plan = this.#isCounted ? undefined : this.#findPlan(start + recordHeadSize, end - 4)
    this.#plan = plan
    if (plan === undefined) {
      this.#decodePlainly(start, end)
      return
    }
    this.#fill(plan)
    const { cost } = plan
    this.#spent += cost.nodes + ((end - start) >> 4) * cost.uses + this.count * cost.perListText
    if (this.#spent > nodeLimit) {
      this.#countAgain()
      this.#decodePlainly(start, end)
      return
    }
    this.#noteRecord(start, end)
    this.#sink.onEvent(this)
  }

  #noteRecord(start: number, end: number): void {
    const count = this.#recordCount
    if (count === this.#records.length) {
      const records = new Int32Array(count * 2)
      records.set(this.#records)
      this.#records = records
    }
    this.#records[count] = start
    this.#records[count + 1] = end
    this.#recordCount = count + 2
  }

  #slowChunk(): Chunk {
    this.#slow ??= openChunk(this.bytes)
    return this.#slow
  }

  #decodePlainly(start: number, end: number): void {
    const chunk = this.#slowChunk()
    const before = chunk.nodesLeft
    const decoded = decodeRecord(chunk, this.view, start, end, this.#chunkOffset)
    this.#spent += before - chunk.nodesLeft
    if (!this.#isCounted) this.#noteRecord(start, end)
    if (decoded.kind === 'problem') {
      // What the limit says depends on every record before it.
      if (decoded.problem.code === 'evtx/record-limit' && !this.#isCounted) {
        this.#recordCount -= 2
        this.#countAgain()
        this.#decodePlainly(start, end)
        return
      }
      this.#sink.onProblem(decoded.problem)
      return
    }
    if (this.#spent > nodeLimit && !this.#isCounted) {
      this.#recordCount -= 2
      this.#countAgain()
      this.#decodePlainly(start, end)
      return
    }
    this.#built ??= builtRawEvent(this.#names)
    this.#built.set(decoded.event)
    this.#sink.onEvent(this.#built)
  }

  /**
   * From here on the chunk is decoded the plain way, since it may expand to more than the limit; what
   * came before is decoded again for what it takes from the limit. Chunks of real logs are never near.
   */
  #countAgain(): void {
    this.#isCounted = true
    const chunk = openChunk(this.bytes)
    for (let i = 0; i < this.#recordCount; i += 2) {
      decodeRecord(chunk, this.view, this.#records[i]!, this.#records[i + 1]!, this.#chunkOffset)
    }
    this.#slow = chunk
  }

  /** The plan of the record whose fragment stands from `at` to `end`, with its values read. */
  #findPlan(at: number, end: number): RecordPlan | undefined {
    const { bytes } = this
    this.#valueCount = 0
    const outer = this.#readUse(at, end)
    if (outer === undefined) return undefined
    const outerDefinition = this.#definition
    const outerCount = this.#valueCount
    let inner: Template | undefined
    let innerDefinition = -1
    for (let value = 0; value < outerCount; value++) {
      if (this.#classes[value] !== valueClasses.nested) continue
      const start = this.#starts[value]!
      const valueEnd = this.#ends[value]!
      if (start === valueEnd) {
        this.#classes[value] = valueClasses.empty
        continue
      }
      if (inner !== undefined) return undefined
      inner = this.#readUse(start, valueEnd)
      innerDefinition = this.#definition
      if (inner === undefined) return undefined
    }
    for (let value = outerCount; value < this.#valueCount; value++) {
      if (this.#classes[value] === valueClasses.nested) return undefined
    }
    const count = this.#valueCount
    const { plans } = outer
    search: for (let i = 0; i < plans.length; i++) {
      const variant = plans[i]!
      const { classes } = variant
      if (variant.inner !== inner || classes.length !== count) continue
      if (variant.outerCount !== outerCount) continue
      for (let value = 0; value < count; value++) {
        if (classes[value] !== this.#classes[value]) continue search
      }
      return variant.plan
    }
    if (bytes.length === 0 || plans.length >= variantLimit) return undefined
    const classes = this.#classes.slice(0, count)
    const plan = planRecord(
      this.#planningChunk(),
      { definition: outerDefinition, classes: classes.subarray(0, outerCount) },
      inner && { definition: innerDefinition, classes: classes.subarray(outerCount) },
      this.#names,
    )
    this.#plans.addVariant(outer, { inner, classes, outerCount, plan })
    return plan
  }

  /** A chunk to plan with, which takes nothing from the limit of the real one. */
  #planningChunk(): Chunk {
    return openChunk(this.bytes)
  }

  /** Where the definition stands of the use that was read last. */
  #definition = 0

  /**
   * Reads a fragment that is one use of a template and nothing else, and its values behind those read
   * so far; `undefined` when it is anything else.
   */
  #readUse(start: number, end: number): Template | undefined {
    const { bytes, view } = this
    let at = start
    if (at + 4 <= end && bytes[at] === 0x0f) at += 4
    if (at + 14 > end || bytes[at] !== 0x0c) return undefined
    const definition = view.getUint32(at + 6, true)
    at += 10
    if (definition === at) {
      if (at + 24 > end) return undefined
      at += 24 + view.getUint32(at + 20, true)
    }
    if (at + 4 > end) return undefined
    const count = view.getUint32(at, true)
    at += 4
    const first = this.#valueCount
    if (first + count > mostValues || at + count * 4 > end) return undefined
    let value = at + count * 4
    for (let i = first; i < first + count; i++, at += 4) {
      const size = view.getUint16(at, true)
      const type = bytes[at + 2]!
      if (plannedTypes[type] === 0) return undefined
      this.#starts[i] = value
      value += size
      this.#ends[i] = value
      this.#types[i] = type
      this.#classes[i] =
        type === valueTypes.null
          ? valueClasses.absent
          : type === valueTypes.binaryXml
            ? valueClasses.nested
            : type === listOfStrings
              ? valueClasses.list
              : valueClasses.scalar
    }
    // What follows the values is the end of the fragment.
    if (value > end || (value < end && bytes[value] !== 0)) return undefined
    this.#valueCount = first + count
    this.#definition = definition
    return this.#findTemplate(definition)
  }

  #findTemplate(definition: number): Template | undefined {
    const known = this.#definitions.get(definition)
    if (known !== undefined || this.#definitions.has(definition)) return known
    const template = this.#readTemplate(definition)
    this.#definitions.set(definition, template)
    return template
  }

  #readTemplate(definition: number): Template | undefined {
    const { bytes, view } = this
    if (definition + 24 > bytes.length) return undefined
    const start = definition + 24
    const size = view.getUint32(definition + 20, true)
    if (!this.#text.read(bytes, view, start, start + size)) return undefined
    const hash = this.#text.hash()
    const known = this.#plans.find(hash, this.#text)
    if (known !== undefined) return known
    const text = this.#text.units.slice(0, this.#text.length)
    return mayHoldMark(text) ? undefined : this.#plans.add(hash, text)
  }

  /** Makes the record's values the event's entries. */
  #fill(plan: RecordPlan): void {
    const { values, texts } = plan
    const count = values.length
    if (count > this.kinds.length) this.#grow(count)
    const { kinds, starts, ends } = this
    for (let entry = 0; entry < count; entry++) {
      const value = values[entry]!
      if (value < 0) {
        kinds[entry] = valueKinds.interned
        starts[entry] = texts[entry]!
        ends[entry] = 0
      } else this.#fillEntry(entry, value)
    }
    this.count = count
    this.layout = plan.layout
    this.names = plan.names
    if (plan.hasLists) this.#fillLists(plan)
    this.provider = this.#present(plan.provider)
    this.channel = this.#present(plan.channel)
    this.eventId = this.#present(plan.eventId)
  }

  #fillEntry(entry: number, value: number): void {
    const { kinds, bytes } = this
    const type = this.#types[value]!
    const start = this.#starts[value]!
    let end = this.#ends[value]!
    this.starts[entry] = start
    if (type === valueTypes.string || type === valueTypes.eventXml) {
      kinds[entry] = valueKinds.utf16
      end = start + ((end - start) & ~1)
      while (end > start && bytes[end - 1] === 0 && bytes[end - 2] === 0) end -= 2
    } else if (end === start || type === valueTypes.null) {
      kinds[entry] = valueKinds.utf16
      end = start
    } else kinds[entry] = type + (codeTypes[type] === 1 ? valueKinds.code : valueKinds.own)
    this.ends[entry] = end
  }

  /**
   * Splits lists at their NULs: the first text stays where the list was, so that the entries of the
   * header do not move, and the others follow behind all fields, which their order allows.
   */
  #fillLists(plan: RecordPlan): void {
    let names: number[] | undefined
    let count = plan.names.length
    const { bytes } = this
    for (let entry = 0; entry < plan.isList.length; entry++) {
      if (plan.isList[entry] === 0) continue
      const value = plan.values[entry]!
      let start = this.#starts[value]!
      let end = start + ((this.#ends[value]! - start) & ~1)
      // The last NUL ends the list, every other one parts two texts.
      if (end > start && bytes[end - 1] === 0 && bytes[end - 2] === 0) end -= 2
      let target = entry
      for (let at = start; ; at += 2) {
        const isEnd = at >= end
        if (!isEnd && (bytes[at] !== 0 || bytes[at + 1] !== 0)) continue
        if (target === this.kinds.length) this.#grow(target + 1)
        this.kinds[target] = valueKinds.utf16
        this.starts[target] = start
        this.ends[target] = isEnd ? end : at
        if (target === count) {
          names ??= [...plan.names]
          names.push(plan.names[entry]!)
          count++
        }
        if (isEnd) break
        start = at + 2
        target = count
      }
    }
    if (names === undefined) return
    this.count = count
    this.layout = -1
    this.names = Int32Array.from(names)
  }

  #grow(needed: number): void {
    const size = needed * 2
    const kinds = new Uint8Array(size)
    kinds.set(this.kinds)
    this.kinds = kinds
    const starts = new Int32Array(size)
    starts.set(this.starts)
    this.starts = starts
    const ends = new Int32Array(size)
    ends.set(this.ends)
    this.ends = ends
  }

  /** The entry, unless it is none or its text is empty. */
  #present(entry: number): number {
    if (entry < 0) return -1
    if (this.kinds[entry] === valueKinds.interned) {
      return this.#names.textOf(this.starts[entry]!) === '' ? -1 : entry
    }
    return this.kinds[entry] === valueKinds.utf16 && this.starts[entry] === this.ends[entry]
      ? -1
      : entry
  }

  textOf(entry: number): string {
    const kind = this.kinds[entry]!
    const start = this.starts[entry]!
    if (kind === valueKinds.interned) return this.#names.textOf(start)
    const end = this.ends[entry]!
    if (kind === valueKinds.utf16) return this.#texts.textOf(this.bytes, this.view, start, end)
    const type = kind - (kind >= valueKinds.code ? valueKinds.code : valueKinds.own)
    return printValueAt(type, this.bytes, this.view, start, end)
  }

  time(): number {
    return Date.parse(this.#timeText())
  }

  #timeText(): string {
    const entry = this.#present(this.#plan?.time ?? -1)
    // What is printed here is as it has to be.
    if (entry >= 0 && this.kinds[entry] === fileTimeKind && this.#hasSize(entry, 8)) {
      return printFileTime(this.view, this.starts[entry]!)
    }
    const stated = entry < 0 ? undefined : this.textOf(entry)
    return findIsoTime(stated) ?? printFileTime(this.view, this.#recordStart + 16)
  }

  header(): EventHeader {
    const text = (entry: number): string | undefined => {
      const present = this.#present(entry)
      return present < 0 ? undefined : this.textOf(present)
    }
    return withoutAbsent({
      record: this.#recordNumber(),
      time: this.#timeText(),
      provider: text(this.provider),
      channel: text(this.channel),
      eventId: text(this.eventId),
      computer: text(this.#plan?.computer ?? -1),
    })
  }

  #recordNumber(): number {
    const entry = this.#present(this.#plan?.record ?? -1)
    let offset = this.#recordStart + 8
    if (entry >= 0 && this.kinds[entry] === uint64Kind && this.#hasSize(entry, 8)) {
      offset = this.starts[entry]!
    } else if (entry >= 0) {
      const stated = this.textOf(entry)
      if (/^\d+$/.test(stated)) return Number(stated)
    }
    // It is rounded once, as the number of a text is.
    return this.view.getUint32(offset + 4, true) * 2 ** 32 + this.view.getUint32(offset, true)
  }

  #hasSize(entry: number, size: number): boolean {
    return this.ends[entry]! - this.starts[entry]! >= size
  }

  toEvent(): LogEvent {
    const chunk = this.#slowChunk()
    const left = chunk.nodesLeft
    const { view } = this
    chunk.nodesLeft = nodeLimit
    const decoded = decodeRecord(chunk, view, this.#recordStart, this.#recordEnd, this.#chunkOffset)
    chunk.nodesLeft = left
    invariant(decoded.kind === 'event', 'a record that was planned can be decoded')
    return decoded.event
  }
}
