import { anyField, codeCharacters, type RawEvent, valueKinds } from '../../ir/index.ts'
import type { CompileOptions } from '../compile-test.ts'
import type { Explanation } from '../explanation.ts'
import { ByteMemo, type MemoBudget } from './byte-memo.ts'
import { EventPredicates } from './event-predicates.ts'
import { ExplanationMemo } from './explanation-memo.ts'
import type { FieldIndex } from './field-index.ts'
import { NeedleFinder } from './needle-finder.ts'
import { type Binding, findEntry, readRawValues, type SlotEntry } from './raw-values.ts'
import { fails, holds, predicateKinds, type Section } from './section.ts'
import { SectionExplainer } from './section-explainer.ts'
import { SectionTests } from './section-tests.ts'
import { Undecided } from './undecided.ts'
import { EntryFinder, noEntry } from './wanted-entries.ts'

/** Which of a section’s rules hold of an event. */
export interface SectionMatcher {
  /**
   * Looks at an event and gives how many rules hold; they are the first of `found`, in no order, until
   * the next call. `fields` is loaded with the event.
   */
  match(event: RawEvent, fields: FieldIndex, binding: Binding): number
  readonly found: Int32Array
  /**
   * Says of rules that hold of an event why they do, each with the first of its branches that holds.
   * Where tests stand in their rules it does not say.
   */
  explain(
    rules: Int32Array,
    event: RawEvent,
    fields: FieldIndex,
    binding: Binding,
  ): readonly Explanation[]
}

export interface MatcherOptions extends CompileOptions {
  /** What the matchers of all sections have explained. */
  readonly explained?: ExplanationMemo
  /** How many values of a field are looked through before a filter for them is made; 100 if not given. */
  readonly unfiltered?: number
}

export function sectionMatcher(
  section: Section,
  budget: MemoBudget,
  options: MatcherOptions = {},
): SectionMatcher {
  return new Matcher(section, budget, options)
}

// HOT: all of it, for every event that the section’s rules may see (section-matcher.bench.ts). Typed
// arrays with indexes, stamps in place of clearing, and nothing allocated unless a value is new.
class Matcher implements SectionMatcher {
  readonly #section: Section
  readonly #tests: SectionTests
  readonly #finder: NeedleFinder
  readonly #explainer: SectionExplainer
  /** For the predicates that are not about the texts of one field. */
  readonly #ofEvent: EventPredicates
  readonly #memos: readonly ByteMemo[]
  /** For the slots whose values are looked at, {@link anyField} apart. */
  readonly #entries: EntryFinder
  readonly #anySlot: number
  readonly #isAnyEager: boolean
  /** By slot: the event whose values were looked at last; of what is looked at in all of them, {@link always}. */
  readonly #slotSeen: Int32Array
  /** What {@link WantedEntries} says of the event at hand. */
  #late: Int32Array = new Int32Array(0)
  /** No keyword can stand in a value that is a code. */
  readonly #skipsCodes: boolean
  /** The event that each was last true in, or looked at for. */
  readonly #predicateTrue: Int32Array
  readonly #ruleSeen: Int32Array
  #now = 0
  readonly #candidates: Int32Array
  #candidateCount = 0
  readonly found: Int32Array
  /**
   * What the value at hand has, as memos keep it: needles whose predicates are true; needles, inverted,
   * whose tests nobody has asked; and, behind all needles, those whose tests do not hold.
   */
  readonly #hits: Int32Array
  #hitCount = 0
  readonly #undecided = new Undecided()
  /** By the number of interned values: whether {@link keywords} stand in them. */
  readonly #internedKeywords: Uint8Array
  /** By slot: how many very long values came since one that was known. */
  readonly #news: Int32Array
  /**
   * The event in which needles that are not decided may make each predicate true; of predicates that are not about
   * values, the event that they were asked about.
   */
  readonly #predicateOpen: Int32Array
  /** The answer of {@link findEntry}. */
  readonly #found: SlotEntry = { entry: -1, rewrite: undefined }
  /** The entry whose text is at hand, while rules are asked. */
  #entry = -1
  #text = ''

  constructor(section: Section, budget: MemoBudget, options: MatcherOptions) {
    this.#section = section
    this.#tests = new SectionTests(section, options)
    this.#finder = new NeedleFinder(section, budget, options.unfiltered)
    this.#memos = section.slots.map(() => new ByteMemo(budget))
    this.#news = new Int32Array(section.slots.length)
    const explained = options.explained ?? new ExplanationMemo()
    this.#explainer = new SectionExplainer(section, {
      tests: this.#tests,
      finder: this.#finder,
      memos: this.#memos,
      explained,
    })
    this.#ofEvent = new EventPredicates(section, this.#tests, explained.held)
    const used = new Set(section.needleSlots)
    this.#anySlot = section.slots.findIndex((name, slot) => name === anyField && used.has(slot))
    this.#internedKeywords = new Uint8Array(this.#anySlot < 0 ? 0 : mostInterned)
    this.#skipsCodes = this.#anySlot < 0 || needsMoreThanCodes(section, this.#anySlot)
    const eager = eagerSlots(section)
    this.#isAnyEager = eager.has(this.#anySlot)
    this.#slotSeen = Int32Array.from(section.slots, (_, slot) => (eager.has(slot) ? always : 0))
    const slots = [...used].filter(slot => slot !== this.#anySlot)
    this.#entries = new EntryFinder(
      Int32Array.from(slots.filter(slot => eager.has(slot))),
      Int32Array.from(slots.filter(slot => !eager.has(slot))),
      section.slots.length,
      budget,
    )
    const predicates = section.predicateKinds.length
    const rules = section.entries.length
    this.#predicateTrue = new Int32Array(predicates)
    this.#predicateOpen = new Int32Array(predicates)
    this.#hits = new Int32Array(section.needleKinds.length)
    this.#ruleSeen = new Int32Array(rules)
    this.#candidates = new Int32Array(rules)
    this.found = new Int32Array(rules)
  }

  match(event: RawEvent, fields: FieldIndex, binding: Binding): number {
    if (this.#now === always - 1) {
      for (let i = 0; i < this.#slotSeen.length; i++) {
        if (this.#slotSeen[i] !== always) this.#slotSeen[i] = 0
      }
      this.#predicateTrue.fill(0)
      this.#predicateOpen.fill(0)
      this.#ruleSeen.fill(0)
      this.#now = 0
    }
    this.#now++
    this.#candidateCount = 0
    this.#undecided.count = 0
    const { kinds } = event
    const wanted = this.#entries.find(event, fields, binding)
    const { count: wantedCount, slots, entries, given } = wanted
    this.#late = wanted.late
    for (let i = 0; i < wantedCount; i++) {
      const entry = entries[i]!
      if (kinds[entry]! > valueKinds.null) this.#lookAt(slots[i]!, event, entry, fields)
    }
    for (let i = 0; i < given.length; i++) {
      const slot = given[i]!
      this.#lookAtGiven(slot, readRawValues(event, fields, binding, slot) ?? [])
    }
    if (this.#isAnyEager) this.#lookAtAll(event, fields)
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

  /** Looks at all values for keywords. */
  #lookAtAll(event: RawEvent, fields: FieldIndex): void {
    const { kinds } = event
    const end = this.#skipsCodes ? valueKinds.code : 256
    // Mostly no value of the span has a keyword: those of its kinds are then passed over.
    const filter = this.#finder.filterOf(this.#anySlot)
    const inSpan = filter === null || filter.mayHoldInSpan(event) ? 256 : valueKinds.utf8
    for (let entry = 0, { count } = event; entry < count; entry++) {
      const kind = kinds[entry]!
      if (kind <= valueKinds.null || kind >= end) continue
      if (kind >= inSpan && kind <= valueKinds.json) continue
      if (kind === valueKinds.interned) {
        if (this.#hasNoKeyword(event, entry)) continue
      } else if (filter !== null && !filter.mayHold(event, entry)) continue
      this.#lookAt(this.#anySlot, event, entry, fields)
    }
  }

  /** Whether nothing stands in an interned value, which is found once for each that comes often. */
  #hasNoKeyword(event: RawEvent, entry: number): boolean {
    const number = event.starts[entry]!
    if (number >= this.#internedKeywords.length) return false
    if (this.#internedKeywords[number] === keywords.unknown) {
      this.#finder.find(this.#anySlot, event, entry)
      this.#internedKeywords[number] = this.#finder.count === 0 ? keywords.none : keywords.some
    }
    return this.#internedKeywords[number] === keywords.none
  }

  /** Looks at the values of a slot that no witness is about, since a rule asks. */
  #lookAtLate(slot: number, event: RawEvent, fields: FieldIndex, binding: Binding): void {
    this.#slotSeen[slot] = this.#now
    if (slot === this.#anySlot) {
      this.#lookAtAll(event, fields)
      return
    }
    const only = this.#late[slot]!
    if (only >= 0) {
      if (event.kinds[only]! > valueKinds.null) this.#lookAt(slot, event, only, fields)
      return
    }
    if (only === noEntry) return
    findEntry(fields, binding, slot, this.#found)
    const { entry: first, rewrite } = this.#found
    if (first < 0 || rewrite !== undefined) {
      this.#lookAtGiven(slot, readRawValues(event, fields, binding, slot) ?? [])
      return
    }
    for (let entry = first; entry >= 0; entry = fields.next(entry)) {
      if (event.kinds[entry]! > valueKinds.null) this.#lookAt(slot, event, entry, fields)
    }
  }

  /** Whether a value of the event makes a predicate true. */
  #isTrueOfValues(
    predicate: number,
    event: RawEvent,
    fields: FieldIndex,
    binding: Binding,
  ): boolean {
    const now = this.#now
    const slot = this.#section.predicateSubjects[predicate]!
    if (this.#slotSeen[slot]! < now) this.#lookAtLate(slot, event, fields, binding)
    return (
      this.#predicateTrue[predicate] === now ||
      (this.#predicateOpen[predicate] === now && this.#decide(predicate, event))
    )
  }

  /** Runs a rule’s program. */
  #holds(rule: number, event: RawEvent, fields: FieldIndex, binding: Binding): boolean {
    const { code, predicateKinds: kinds } = this.#section
    let at = this.#section.entries[rule]!
    while (at > holds) {
      const predicate = code[at * 3]!
      const isTrue =
        kinds[predicate] === predicateKinds.value
          ? this.#isTrueOfValues(predicate, event, fields, binding)
          : this.#isKnownTrue(predicate, event, fields, binding)
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
      const isTrue = this.#tests.holds(needleTests[needle]!, this.#text)
      undecided.settle(i, isTrue ? needle : this.#hits.length + needle)
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
  }

  /** What is asked once for an event, however many rules want to know. */
  #isKnownTrue(predicate: number, event: RawEvent, fields: FieldIndex, binding: Binding): boolean {
    const now = this.#now
    if (this.#predicateTrue[predicate] === now) return true
    // Of values it may still become true; here it was asked, and is not.
    if (this.#predicateOpen[predicate] === now) return false
    const isTrue = this.#ofEvent.isTrue(predicate, event, fields, binding)
    this.#predicateOpen[predicate] = now
    if (isTrue) this.#predicateTrue[predicate] = now
    return isTrue
  }

  #lookAtGiven(slot: number, values: readonly (string | null)[]): void {
    for (const value of values) {
      if (value === null) continue
      this.#finder.findInText(slot, value)
      this.#gatherHits()
      for (let i = 0; i < this.#hitCount; i++) {
        const code = this.#hits[i]!
        if (code >= 0) this.#setAllTrue(code)
        else if (this.#tests.holds(this.#section.needleTests[~code]!, value))
          this.#setAllTrue(~code)
      }
    }
  }

  #lookAt(slot: number, event: RawEvent, entry: number, fields: FieldIndex): void {
    const size = event.ends[entry]! - event.starts[entry]!
    if (size >= longValue) {
      if (!this.#finder.mayHold(slot, event, entry)) return
      if (size >= seldomSame && this.#isSurelyNew(slot)) {
        this.#findAnew(slot, event, entry)
        return
      }
    }
    const memo = this.#memos[slot]!
    const hash = fields.hash(event, entry)
    if (memo.find(event, entry, hash)) {
      if (size >= seldomSame) this.#news[slot] = 0
      const { list, end } = memo
      for (let i = memo.start; i < end; i++) this.#take(list[i]!, event, entry, memo, i)
      return
    }
    this.#finder.find(slot, event, entry)
    this.#gatherHits()
    const hits = this.#hits
    const count = this.#hitCount
    const first = memo.add(event, entry, hash, hits, count)
    for (let i = 0; i < count; i++) {
      this.#take(hits[i]!, event, entry, memo, first < 0 ? -1 : first + i)
    }
  }

  /** Whether no very long value of a slot was known for a while; every sixteenth is looked up all the same. */
  #isSurelyNew(slot: number): boolean {
    const news = this.#news[slot]! + 1
    this.#news[slot] = news
    return news > enoughNews && (news & 15) !== 0
  }

  /** Looks at a value that is not to be remembered. */
  #findAnew(slot: number, event: RawEvent, entry: number): void {
    this.#finder.find(slot, event, entry)
    this.#gatherHits()
    const memo = this.#memos[slot]!
    for (let i = 0; i < this.#hitCount; i++) this.#take(this.#hits[i]!, event, entry, memo, -1)
  }

  /** Takes over what a value has; `place` is where the memo has it, or -1. */
  #take(code: number, event: RawEvent, entry: number, memo: ByteMemo, place: number): void {
    if (code >= 0) {
      if (code < this.#hits.length) this.#setAllTrue(code)
      return
    }
    const needle = ~code
    const { needleTests, needleStarts, needlePredicates } = this.#section
    if (!this.#undecided.add(needle, entry, memo, place)) {
      this.#takeText(event, entry)
      if (this.#tests.holds(needleTests[needle]!, this.#text)) this.#setAllTrue(needle)
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

  /** Writes what was found in a value as memos keep it. */
  #gatherHits(): void {
    const { needles, count } = this.#finder
    const { needleTests } = this.#section
    for (let n = 0; n < count; n++) {
      const needle = needles[n]!
      // Unless a test has the last word, its predicates are true.
      this.#hits[n] = needleTests[needle]! >= 0 ? ~needle : needle
    }
    this.#hitCount = count
  }

  explain(
    rules: Int32Array,
    event: RawEvent,
    fields: FieldIndex,
    binding: Binding,
  ): readonly Explanation[] {
    return this.#explainer.explain(rules, event, fields, binding)
  }
}

/**
 * Values of so many bytes are asked a filter before the memo. No GUID is as long, which is looked for
 * with and without its braces, so that a needle may be found that does not stand in the value.
 */
const longValue = 256

/** Values of so many bytes are looked up for nothing where few come again: their bytes are read twice. */
const seldomSame = 2048
const enoughNews = 32

const keywords = { unknown: 0, some: 1, none: 2 } as const
/** So many interned values are known by their number; a log has some hundred. */
const mostInterned = 4096

/** Later than any event. */
const always = 0x7fff_ffff

/** The slots that witnesses are about. */
function eagerSlots({ predicateKinds: kinds, ...section }: Section): ReadonlySet<number> {
  const { predicateSubjects, witnessStarts } = section
  const slots = new Set<number>()
  for (let predicate = 0; predicate < kinds.length; predicate++) {
    if (kinds[predicate] !== predicateKinds.value) continue
    if (witnessStarts[predicate] === witnessStarts[predicate + 1]) continue
    slots.add(predicateSubjects[predicate]!)
  }
  return slots
}

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
