import { anyField, codeCharacters, type RawEvent, type Test, valueKinds } from '../../ir/index.ts'
import {
  type CompiledTest,
  type CompileOptions,
  compileTest,
  findTimeTransform,
  type ValuesOf,
} from '../compile-test.ts'
import { type FieldValue, toFieldValue } from '../field-value.ts'
import { compileFastRegex } from '../regex/fast-regex.ts'
import { ByteMemo, type MemoBudget } from './byte-memo.ts'
import { fails, holds, predicateKinds, type Section } from './compile-section.ts'
import type { FieldIndex } from './field-index.ts'
import { textHash } from './literal-index.ts'
import { needleKinds } from './needle.ts'
import { Undecided } from './undecided.ts'
import { Units } from './units.ts'
import { type ValueFilter, valueFilter } from './value-filter.ts'

/** The values of a field as tests see them, from those that the event has. */
export type Rewrite = (values: readonly (string | null)[]) => readonly (string | null)[]

/** Where a section’s fields are in the events of one kind. */
export interface Binding {
  /** By slot: the name that the field has in the event, and the name it has if that is not there. */
  readonly first: Int32Array
  readonly second: Int32Array
  /** By slot, for fields whose values are written in other words than rules use. */
  readonly rewrites: readonly (Rewrite | undefined)[]
}

/** Which of a section’s rules hold of an event. */
export interface SectionMatcher {
  /**
   * Looks at an event and gives how many rules hold; they are the first of `found`, in no order, until
   * the next call. `fields` is loaded with the event.
   */
  match(event: RawEvent, fields: FieldIndex, binding: Binding): number
  readonly found: Int32Array
}

export function sectionMatcher(
  section: Section,
  budget: MemoBudget,
  options: CompileOptions = {},
): SectionMatcher {
  return new Matcher(section, budget, options)
}

// HOT: all of it, for every event that the section’s rules may see (section-matcher.bench.ts). Typed
// arrays with indexes, stamps in place of clearing, and nothing allocated unless a value is new.
class Matcher implements SectionMatcher {
  readonly #section: Section
  readonly #options: CompileOptions
  readonly #memos: readonly ByteMemo[]
  /** Slots whose values are looked at, {@link anyField} apart. */
  readonly #slots: Int32Array
  readonly #anySlot: number
  /** By slot; null where there can be none. Made when they are first of use. */
  readonly #filters: (ValueFilter | null | undefined)[] = []
  /** No keyword can stand in a value that is a code. */
  readonly #skipsCodes: boolean
  readonly #units = new Units()
  readonly #other = new Units()
  readonly #eventTests = new Map<number, CompiledTest>()
  readonly #valueTests = new Map<number, (text: string) => boolean>()
  /** The event that each was last true in, or looked at for. */
  readonly #predicateTrue: Int32Array
  readonly #ruleSeen: Int32Array
  #now = 0
  readonly #candidates: Int32Array
  #candidateCount = 0
  readonly found: Int32Array
  /** The value that each was last found in. */
  readonly #predicateHit: Int32Array
  readonly #needleHit: Int32Array
  #value = 0
  /**
   * What the value at hand has, as memos keep it: predicates; needles, inverted, whose tests nobody has
   * asked; behind the predicates needles whose tests hold; and {@link nothing}.
   */
  readonly #hits: Int32Array
  #hitCount = 0
  readonly #predicateCount: number
  readonly #undecided = new Undecided()
  /** The event in which needles that are not decided may make each predicate true. */
  readonly #predicateOpen: Int32Array
  /** The entry whose text is at hand, while rules are asked. */
  #entry = -1
  #text: string | undefined
  #fieldValues: readonly FieldValue[] | undefined
  readonly #valuesAtHand: ValuesOf = () => {
    this.#fieldValues ??= [toFieldValue(this.#textAtHand())]
    return this.#fieldValues
  }

  constructor(section: Section, budget: MemoBudget, options: CompileOptions) {
    this.#section = section
    this.#options = options
    this.#memos = section.slots.map(() => new ByteMemo(budget))
    const used = new Set(section.needleSlots)
    this.#anySlot = section.slots.findIndex((name, slot) => name === anyField && used.has(slot))
    this.#skipsCodes = this.#anySlot < 0 || needsMoreThanCodes(section, this.#anySlot)
    this.#slots = Int32Array.from([...used].filter(slot => slot !== this.#anySlot))
    const predicates = section.predicateKinds.length
    const rules = section.entries.length
    this.#predicateTrue = new Int32Array(predicates)
    this.#predicateHit = new Int32Array(predicates)
    this.#predicateOpen = new Int32Array(predicates)
    this.#predicateCount = predicates
    this.#hits = new Int32Array(predicates + section.needleKinds.length)
    this.#needleHit = new Int32Array(section.needleKinds.length)
    this.#ruleSeen = new Int32Array(rules)
    this.#candidates = new Int32Array(rules)
    this.found = new Int32Array(rules)
  }

  match(event: RawEvent, fields: FieldIndex, binding: Binding): number {
    if (this.#now === 0x7fff_ffff) {
      this.#predicateTrue.fill(0)
      this.#predicateOpen.fill(0)
      this.#ruleSeen.fill(0)
      this.#now = 0
    }
    this.#now++
    this.#candidateCount = 0
    this.#undecided.count = 0
    const slots = this.#slots
    const { kinds } = event
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i]!
      let entry = fields.first(binding.first[slot]!)
      if (entry < 0) {
        entry = fields.first(binding.second[slot]!)
        if (entry < 0) continue
      }
      const rewrite = binding.rewrites[slot]
      if (rewrite !== undefined) {
        this.#lookAtRewritten(slot, rewrite(textsFrom(event, fields, entry)))
        continue
      }
      for (; entry >= 0; entry = fields.next[entry]!) {
        if (kinds[entry]! > valueKinds.null) this.#lookAt(slot, event, entry, fields)
      }
    }
    if (this.#anySlot >= 0) {
      const end = this.#skipsCodes ? valueKinds.code : 256
      const keywords = this.#filter(this.#anySlot)
      for (let entry = 0; entry < event.count; entry++) {
        const kind = kinds[entry]!
        if (kind <= valueKinds.null || kind >= end) continue
        if (keywords?.mayHold(event, entry) === false) continue
        this.#lookAt(this.#anySlot, event, entry, fields)
      }
    }
    this.#entry = -1
    let count = 0
    for (let i = 0; i < this.#candidateCount; i++) {
      const rule = this.#candidates[i]!
      if (this.#holds(rule, event, fields, binding)) this.found[count++] = rule
    }
    const { unwitnessed } = this.#section
    for (let i = 0; i < unwitnessed.length; i++) {
      const rule = unwitnessed[i]!
      if (this.#holds(rule, event, fields, binding)) this.found[count++] = rule
    }
    return count
  }

  /** Runs a rule’s program. */
  #holds(rule: number, event: RawEvent, fields: FieldIndex, binding: Binding): boolean {
    const { code, predicateKinds: kinds } = this.#section
    let at = this.#section.entries[rule]!
    while (at > holds) {
      const predicate = code[at * 3]!
      const isTrue =
        kinds[predicate] === predicateKinds.value
          ? this.#predicateTrue[predicate] === this.#now ||
            (this.#predicateOpen[predicate] === this.#now && this.#decide(predicate, event))
          : this.#isTrueOfEvent(predicate, event, fields, binding)
      at = code[at * 3 + (isTrue ? 1 : 2)]!
    }
    return at !== fails
  }

  /** Whether one of the needles that are not decided makes a predicate true. */
  #decide(predicate: number, event: RawEvent): boolean {
    const undecided = this.#undecided
    const { needleTests, needleStarts, needlePredicates } = this.#section
    for (let i = 0; i < undecided.count; i++) {
      const needle = undecided.needles[i]!
      if (needle < 0) continue
      const start = needleStarts[needle]!
      const end = needleStarts[needle + 1]!
      let at = start
      while (at < end && needlePredicates[at] !== predicate) at++
      if (at === end) continue
      const entry = undecided.entries[i]!
      if (entry !== this.#entry) this.#takeText(event, entry)
      const isTrue = this.#isTrueOfValue(needleTests[needle]!)
      undecided.settle(i, isTrue ? this.#predicateCount + needle : nothing)
      if (!isTrue) continue
      for (at = start; at < end; at++) this.#predicateTrue[needlePredicates[at]!] = this.#now
      return true
    }
    this.#predicateOpen[predicate] = 0
    return false
  }

  #takeText(event: RawEvent, entry: number): void {
    this.#entry = entry
    this.#text = event.textOf(entry)
    this.#fieldValues = undefined
  }

  #isTrueOfEvent(
    predicate: number,
    event: RawEvent,
    fields: FieldIndex,
    binding: Binding,
  ): boolean {
    const { predicateKinds: kinds, predicateSubjects } = this.#section
    const subject = predicateSubjects[predicate]!
    switch (kinds[predicate]) {
      case predicateKinds.exists:
        return firstEntry(fields, binding, subject) >= 0
      case predicateKinds.null:
        return this.#isNull(subject, event, fields, binding)
      default: {
        const outcome = this.#eventTest(subject)(field =>
          this.#valuesOf(field, event, fields, binding),
        )
        return outcome !== undefined && outcome !== 'unknown'
      }
    }
  }

  #valuesOf(
    field: string,
    event: RawEvent,
    fields: FieldIndex,
    binding: Binding,
  ): readonly FieldValue[] | undefined {
    if (field === anyField) {
      const values: FieldValue[] = []
      for (let entry = 0; entry < event.count; entry++) {
        if (event.kinds[entry] === valueKinds.null) values.push(toFieldValue(null))
        else if (event.kinds[entry] !== valueKinds.none) {
          values.push(toFieldValue(event.textOf(entry)))
        }
      }
      return values
    }
    const slot = this.#section.slots.indexOf(field)
    return readRawValues(event, fields, binding, slot)?.map(toFieldValue)
  }

  /** Absent, null, or without an element. */
  #isNull(slot: number, event: RawEvent, fields: FieldIndex, binding: Binding): boolean {
    if (binding.rewrites[slot] !== undefined) {
      const values = readRawValues(event, fields, binding, slot)
      return values === undefined || values.length === 0 || values.includes(null)
    }
    let hasValue = false
    for (let entry = firstEntry(fields, binding, slot); entry >= 0; entry = fields.next[entry]!) {
      const kind = event.kinds[entry]!
      if (kind === valueKinds.null) return true
      if (kind !== valueKinds.none) hasValue = true
    }
    return !hasValue
  }

  #lookAtRewritten(slot: number, values: readonly (string | null)[]): void {
    for (const value of values) {
      if (value === null) continue
      this.#units.setText(value)
      this.#lookThrough(slot)
      for (let i = 0; i < this.#hitCount; i++) {
        const code = this.#hits[i]!
        if (code >= 0) this.#setTrue(code)
        else if (this.#isTrueOfValue(this.#section.needleTests[~code]!)) this.#setAllTrue(~code)
      }
    }
  }

  #lookAt(slot: number, event: RawEvent, entry: number, fields: FieldIndex): void {
    const isLong = event.ends[entry]! - event.starts[entry]! >= longValue
    if (isLong && this.#filter(slot)?.mayHold(event, entry) === false) return
    const memo = this.#memos[slot]!
    const hash = fields.hash(event, entry)
    if (memo.find(event, entry, hash)) {
      const { list, end } = memo
      for (let i = memo.start; i < end; i++) this.#take(list[i]!, event, entry, memo, i)
      return
    }
    const kind = event.kinds[entry]!
    const start = event.starts[entry]!
    const end = event.ends[entry]!
    if (kind === valueKinds.utf16) this.#units.setUtf16(event.bytes, start, end)
    else if (kind === valueKinds.escaped) this.#units.setEscaped(event.bytes, start, end)
    else if (kind !== valueKinds.utf8 || !this.#units.setAscii(event.bytes, start, end)) {
      this.#units.setText(event.textOf(entry))
    }
    this.#lookThrough(slot)
    const hits = this.#hits
    const count = this.#hitCount
    const first = memo.add(event, entry, hash, hits, count)
    for (let i = 0; i < count; i++) {
      this.#take(hits[i]!, event, entry, memo, first < 0 ? -1 : first + i)
    }
  }

  /** Takes over what a value has; `place` is where the memo has it, or -1. */
  #take(code: number, event: RawEvent, entry: number, memo: ByteMemo, place: number): void {
    if (code >= 0) {
      if (code < this.#predicateCount) this.#setTrue(code)
      else if (code !== nothing) this.#setAllTrue(code - this.#predicateCount)
      return
    }
    const needle = ~code
    const { needleTests, needleStarts, needlePredicates } = this.#section
    if (!this.#undecided.add(needle, entry, memo, place)) {
      this.#takeText(event, entry)
      if (this.#isTrueOfValue(needleTests[needle]!)) this.#setAllTrue(needle)
      return
    }
    const now = this.#now
    const end = needleStarts[needle + 1]!
    for (let i = needleStarts[needle]!; i < end; i++) {
      const predicate = needlePredicates[i]!
      if (this.#predicateTrue[predicate] === now || this.#predicateOpen[predicate] === now) continue
      this.#predicateOpen[predicate] = now
      this.#addCandidates(predicate)
    }
  }

  #filter(slot: number): ValueFilter | undefined {
    let filter = this.#filters[slot]
    if (filter === undefined) {
      filter = valueFilter(this.#section, slot) ?? null
      this.#filters[slot] = filter
    }
    return filter ?? undefined
  }

  #setTrue(predicate: number): void {
    if (this.#predicateTrue[predicate] === this.#now) return
    this.#predicateTrue[predicate] = this.#now
    this.#addCandidates(predicate)
  }

  #setAllTrue(needle: number): void {
    const { needleStarts, needlePredicates } = this.#section
    const end = needleStarts[needle + 1]!
    for (let i = needleStarts[needle]!; i < end; i++) this.#setTrue(needlePredicates[i]!)
  }

  /** The rules that cannot hold without a predicate may hold. */
  #addCandidates(predicate: number): void {
    const now = this.#now
    const { witnessStarts, witnessRules } = this.#section
    const end = witnessStarts[predicate + 1]!
    for (let i = witnessStarts[predicate]!; i < end; i++) {
      const rule = witnessRules[i]!
      if (this.#ruleSeen[rule] === now) continue
      this.#ruleSeen[rule] = now
      this.#candidates[this.#candidateCount++] = rule
    }
  }

  /** Finds the predicates that the text in `#units` makes true, and the needles that may. */
  #lookThrough(slot: number): void {
    if (this.#value === 0x7fff_ffff) {
      this.#predicateHit.fill(0)
      this.#needleHit.fill(0)
      this.#value = 0
    }
    this.#value++
    this.#hitCount = 0
    this.#text = undefined
    this.#fieldValues = undefined
    const { alwaysStarts, alwaysNeedles, guardStarts, guardNeedles } = this.#section
    const units = this.#units
    this.#findAll(slot, units, false)
    for (let i = alwaysStarts[slot]!; i < alwaysStarts[slot + 1]!; i++) {
      this.#hit(alwaysNeedles[i]!)
    }
    if (units.hasLongS) {
      for (let i = guardStarts[slot]!; i < guardStarts[slot + 1]!; i++) this.#hit(guardNeedles[i]!)
    }
    if (looksLikeGuid(units)) {
      const other = this.#valuesAtHand('')?.[0]?.spellings[1]
      if (other !== undefined) {
        this.#other.setText(other.text)
        this.#findAll(slot, this.#other, true)
      }
    }
  }

  #findAll(slot: number, units: Units, isOtherSpelling: boolean): void {
    this.#findWhole(slot, units)
    const sizes = this.#section.pieceSizes[slot]!
    for (let size = 1; size <= 4; size++) {
      if ((sizes >>> size) & 1) this.#findPieces(slot, size, units, isOtherSpelling)
    }
  }

  #findWhole(slot: number, units: Units): void {
    const { equals, equalHashes, needleSlots, needleCased } = this.#section
    const { length } = units
    const hash = textHash(units.folded, 0, length, slot)
    const mask = equals.length - 1
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const needle = equals[at]!
      if (needle < 0) return
      if (equalHashes[at] !== hash || needleSlots[needle] !== slot) continue
      if (this.#length(needle) !== length) continue
      if (this.#isAt(needle, needleCased[needle] ? units.raw : units.folded, 0)) this.#hit(needle)
    }
  }

  #findPieces(slot: number, size: number, units: Units, isOtherSpelling: boolean): void {
    const { length, folded } = units
    if (length < size) return
    const { bitmap } = this.#section
    const mask = bitmap.length * 32 - 1
    const seed = Math.imul(slot * 8 + size, 0x85ebca6b)
    const shift = 32 - size * 8
    let window = 0
    for (let i = 0; i < size - 1; i++) {
      const unit = folded[i]!
      window = (window >>> 8) | ((unit ^ (unit >>> 8)) << 24)
    }
    for (let i = size - 1; i < length; i++) {
      const unit = folded[i]!
      window = (window >>> 8) | ((unit ^ (unit >>> 8)) << 24)
      // As `pieceHash` has it.
      let hash = Math.imul((window >>> shift) ^ seed, 0x9e3779b1)
      hash ^= hash >>> 15
      const bit = hash & mask
      if ((bitmap[bit >>> 5]! >>> (bit & 31)) & 1) {
        this.#compare(slot, hash, i - size + 1, units, isOtherSpelling)
      }
    }
  }

  /** Compares the needles whose piece may stand at `at`. */
  #compare(slot: number, hash: number, at: number, units: Units, isOtherSpelling: boolean): void {
    const { bucketStarts, bucketNeedles, needleSlots, needleKinds: kinds } = this.#section
    const { pieceOffsets, needleCased } = this.#section
    const bucket = hash & (bucketStarts.length - 2)
    const last = bucketStarts[bucket + 1]!
    for (let i = bucketStarts[bucket]!; i < last; i++) {
      const needle = bucketNeedles[i]!
      if (needleSlots[needle] !== slot || this.#needleHit[needle] === this.#value) continue
      const start = at - pieceOffsets[needle]!
      const end = start + this.#length(needle)
      if (start < 0 || end > units.length) continue
      const kind = kinds[needle]
      if (kind === needleKinds.starts && start > 0) continue
      if (kind === needleKinds.ends && end < units.length) continue
      if (isOtherSpelling && kind === needleKinds.contains) continue
      if (this.#isAt(needle, needleCased[needle] ? units.raw : units.folded, start)) {
        this.#hit(needle)
      }
    }
  }

  #length(needle: number): number {
    const { textStarts } = this.#section
    return textStarts[needle + 1]! - textStarts[needle]!
  }

  #isAt(needle: number, units: Uint16Array, at: number): boolean {
    const { textStarts, texts } = this.#section
    const start = textStarts[needle]!
    const length = textStarts[needle + 1]! - start
    for (let i = 0; i < length; i++) if (units[at + i] !== texts[start + i]) return false
    return true
  }

  /** A needle is there: unless a test has the last word, its predicates are true. */
  #hit(needle: number): void {
    if (this.#needleHit[needle] === this.#value) return
    this.#needleHit[needle] = this.#value
    const { needleTests, needleStarts, needlePredicates } = this.#section
    if (needleTests[needle]! >= 0) {
      this.#hits[this.#hitCount++] = ~needle
      return
    }
    const end = needleStarts[needle + 1]!
    for (let i = needleStarts[needle]!; i < end; i++) {
      const predicate = needlePredicates[i]!
      if (this.#predicateHit[predicate] === this.#value) continue
      this.#predicateHit[predicate] = this.#value
      this.#hits[this.#hitCount++] = predicate
    }
  }

  #isTrueOfValue(test: number): boolean {
    let decide = this.#valueTests.get(test)
    if (decide === undefined) {
      decide = this.#compileValueTest(this.#test(test))
      this.#valueTests.set(test, decide)
    }
    return decide(this.#textAtHand())
  }

  #textAtHand(): string {
    this.#text ??= this.#units.text()
    return this.#text
  }

  #compileValueTest(test: Test): (text: string) => boolean {
    if (test.operator === 'regex' && findTimeTransform(test) === undefined) {
      return compileFastRegex(test.value) ?? (() => false)
    }
    const compiled = compileTest(test, this.#options)
    return () => {
      const outcome = compiled(this.#valuesAtHand)
      return outcome !== undefined && outcome !== 'unknown'
    }
  }

  #eventTest(index: number): CompiledTest {
    const known = this.#eventTests.get(index)
    if (known !== undefined) return known
    const compiled = compileTest(this.#test(index), this.#options)
    this.#eventTests.set(index, compiled)
    return compiled
  }

  #test(index: number): Test {
    // The section’s tests are those that the compiler wrote, and its reader checked the whole.
    const { derived: _, ...plain } = JSON.parse(this.#section.tests[index] ?? '') as Test
    return plain
  }
}

/** In the place of a needle whose test does not hold. */
const nothing = 0x7fff_ffff

/**
 * Values of so many bytes are asked a filter before the memo. No GUID is as long, which is looked for
 * with and without its braces, so that a needle may be found that does not stand in the value.
 */
const longValue = 256

/** Whether every needle of a slot has a character that codes have not. */
function needsMoreThanCodes(section: Section, slot: number): boolean {
  const codes = new Set(Array.from(codeCharacters, character => character.charCodeAt(0)))
  return section.needleSlots.every((ofSlot, needle) => {
    if (ofSlot !== slot) return true
    const start = section.textStarts[needle]!
    const text = section.texts.subarray(start, section.textStarts[needle + 1]!)
    return text.some(unit => !codes.has(unit | (unit - 65 < 26 && unit >= 65 ? 32 : 0)))
  })
}

function firstEntry(fields: FieldIndex, binding: Binding, slot: number): number {
  const entry = fields.first(binding.first[slot]!)
  return entry >= 0 ? entry : fields.first(binding.second[slot]!)
}

/** The values of a field as tests see them; `undefined` when the event does not have it. */
export function readRawValues(
  event: RawEvent,
  fields: FieldIndex,
  binding: Binding,
  slot: number,
): readonly (string | null)[] | undefined {
  const entry = firstEntry(fields, binding, slot)
  if (entry < 0) return undefined
  const texts = textsFrom(event, fields, entry)
  return binding.rewrites[slot]?.(texts) ?? texts
}

/** The values of the field that an entry begins. */
function textsFrom(event: RawEvent, fields: FieldIndex, first: number): (string | null)[] {
  const texts: (string | null)[] = []
  for (let entry = first; entry >= 0; entry = fields.next[entry]!) {
    const kind = event.kinds[entry]
    if (kind === valueKinds.null) texts.push(null)
    else if (kind !== valueKinds.none) texts.push(event.textOf(entry))
  }
  return texts
}

/** Whether a text has the length and the hyphens of a GUID, with or without braces. */
function looksLikeGuid({ length, raw }: Units): boolean {
  if (length !== 36 && length !== 38) return false
  const hyphen = 45
  const at = (length - 36) >> 1
  return (
    raw[at + 8] === hyphen &&
    raw[at + 13] === hyphen &&
    raw[at + 18] === hyphen &&
    raw[at + 23] === hyphen
  )
}
