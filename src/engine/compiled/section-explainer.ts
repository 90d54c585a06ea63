import { invariant } from '../../base/index.ts'
import { anyField, type RawEvent, valueKinds } from '../../ir/index.ts'
import type { ValuesOf } from '../compile-test.ts'
import { type Explanation, toTestMatch } from '../explanation.ts'
import { type FieldValue, toFieldValue } from '../field-value.ts'
import type { ByteMemo } from './byte-memo.ts'
import { clauseFlags, clauseHead, clauseKinds } from './clause-code.ts'
import type { ExplanationMemo } from './explanation-memo.ts'
import type { FieldIndex } from './field-index.ts'
import type { NeedleFinder } from './needle-finder.ts'
import type { KnownOutcome } from './outcome-memo.ts'
import {
  type Binding,
  findEntry,
  readRawValues,
  readSectionValues,
  type SlotEntry,
} from './raw-values.ts'
import type { Section } from './section.ts'
import type { SectionTests } from './section-tests.ts'

/** The three values of logic, as numbers. */
const no = 0
const yes = 1
const unknown = 2

/** What a matcher knows, and its explainer need not find again. */
export interface Remembered {
  readonly tests: SectionTests
  readonly finder: NeedleFinder
  /** By slot: the needles of values. */
  readonly memos: readonly ByteMemo[]
  /** What was explained before, of any section. */
  readonly explained: ExplanationMemo
}

/**
 * Says why rules hold of an event: which branch, and what its tests rest on.
 *
 * The needles that stand in the event's values tell of nearly every test whether it holds, so only
 * those that do are read, compiled and asked for the place.
 */
export class SectionExplainer {
  readonly #section: Section
  readonly #tests: SectionTests
  readonly #finder: NeedleFinder
  #now = 0
  /** The event that each slot was looked through for, and each needle was found in. */
  readonly #slotSeen: Int32Array
  readonly #needleSeen: Int32Array
  /** What is known of the tests of this event. */
  readonly #truthSeen: Int32Array
  readonly #truths: Uint8Array
  readonly #outcomeSeen: Int32Array
  readonly #outcomes: KnownOutcome[] = []
  readonly #values = new Map<string, readonly FieldValue[] | undefined>()
  /** The tests of the branch at hand. */
  readonly #chosen: number[] = []
  readonly #memos: readonly ByteMemo[]
  readonly #explained: ExplanationMemo
  /** By rule: the slots of the fields that it asks for; null where they are not worth a look. */
  readonly #ruleSlots: (Int32Array | null | undefined)[] = []
  /** What the rule at hand rests on. */
  readonly #resting: KnownOutcome[] = []
  /** The answer of {@link findEntry}. */
  readonly #place: SlotEntry = { entry: -1, rewrite: undefined }
  /** The event at hand. */
  #at: EventAtHand | undefined
  readonly #valuesOf: ValuesOf = field => this.#readValues(field)

  constructor(section: Section, { tests, finder, memos, explained }: Remembered) {
    this.#explained = explained
    this.#memos = memos
    this.#section = section
    this.#tests = tests
    this.#finder = finder
    this.#slotSeen = new Int32Array(section.slots.length)
    this.#needleSeen = new Int32Array(section.needleKinds.length)
    const testCount = section.testIsRegex.length
    this.#truthSeen = new Int32Array(testCount)
    this.#truths = new Uint8Array(testCount)
    this.#outcomeSeen = new Int32Array(testCount)
  }

  explain(
    rules: Int32Array,
    event: RawEvent,
    fields: FieldIndex,
    binding: Binding,
  ): readonly Explanation[] {
    this.#begin()
    this.#at = { event, fields, binding }
    const explanations: Explanation[] = []
    for (let i = 0; i < rules.length; i++) explanations.push(this.#explainRule(rules[i]!))
    return explanations
  }

  #begin(): void {
    if (this.#now === 0x7fff_ffff) {
      this.#slotSeen.fill(0)
      this.#needleSeen.fill(0)
      this.#truthSeen.fill(0)
      this.#outcomeSeen.fill(0)
      this.#now = 0
    }
    this.#now++
    if (this.#values.size > 0) this.#values.clear()
  }

  #explainRule(rule: number): Explanation {
    const slots = this.#slotsOfRule(rule)
    if (slots === undefined) return this.#findExplanation(rule)
    const { event, fields, binding } = this.#at!
    const { rules } = this.#explained
    const known = rules.find(rule, slots, event, fields, binding)
    if (known !== undefined) return known
    const explanation = this.#findExplanation(rule)
    rules.add(rule, event, binding, explanation)
    return explanation
  }

  /** The slots of the fields that a rule asks for; `undefined` when they are many, or any field. */
  #slotsOfRule(rule: number): Int32Array | undefined {
    let slots = this.#ruleSlots[rule]
    if (slots === undefined) {
      const found = new Set<number>()
      const isOfSome = this.#gatherSlots(this.#section.branchEntries[rule]!, found)
      slots = isOfSome && found.size <= mostSlots ? Int32Array.from(found) : null
      this.#ruleSlots[rule] = slots
    }
    return slots ?? undefined
  }

  /** Gathers the slots of the tests below a node; `false` when one asks for any field. */
  #gatherSlots(at: number, found: Set<number>): boolean {
    const { branchCode: code } = this.#section
    const kind = code[at]
    const end = code[at + 1]!
    if (kind !== clauseKinds.clause && kind !== clauseKinds.whole) {
      for (let i = at + clauseHead; i < end; i = code[i + 1]!) {
        if (!this.#gatherSlots(i, found)) return false
      }
      return true
    }
    const flags = kind === clauseKinds.clause ? 1 : 0
    for (let i = at + clauseHead + flags; i < end; i++) {
      const slots = this.#tests.slotsOf(code[i]!)
      if (slots === undefined) return false
      for (const slot of slots) found.add(slot)
    }
    return true
  }

  #findExplanation(rule: number): Explanation {
    const { branchCode, branchEntries } = this.#section
    const start = branchEntries[rule]!
    this.#chosen.length = 0
    let branch: number | undefined
    if (branchCode[start] === clauseKinds.whole) {
      const end = branchCode[start + 1]!
      for (let at = start + clauseHead; at < end; at++) this.#chosen.push(branchCode[at]!)
    } else {
      branch = this.#findBranch(start)
      invariant(branch >= 0, 'a rule that holds has a branch that does')
    }
    let count = 0
    for (let i = 0; i < this.#chosen.length; i++) {
      const test = this.#chosen[i]!
      if (this.#truthOf(test) !== yes) continue
      const outcome = this.#outcomeOf(test)
      if (outcome.matches.length > 0) this.#resting[count++] = outcome
    }
    return this.#explained.find(branch, this.#resting, count)
  }

  /** The number of the first branch that holds, or -1; its tests are then the last of `#chosen`. */
  #findBranch(at: number): number {
    const { branchCode: code } = this.#section
    const end = code[at + 1]!
    switch (code[at]) {
      case clauseKinds.clause: {
        if (this.#truthOfNode(at) !== yes) return -1
        if ((code[at + clauseHead]! & clauseFlags.negated) === 0) {
          for (let i = at + clauseHead + 1; i < end; i++) this.#chosen.push(code[i]!)
        }
        return 0
      }
      case clauseKinds.exclusion:
        return this.#truthOfNode(at + clauseHead) === no ? 0 : -1
      case clauseKinds.and: {
        const before = this.#chosen.length
        let branch = 0
        for (let operand = at + clauseHead; operand < end; operand = code[operand + 1]!) {
          const choice = this.#findBranch(operand)
          if (choice < 0) {
            this.#chosen.length = before
            return -1
          }
          branch = branch * code[operand + 2]! + choice
        }
        return branch
      }
      case clauseKinds.or: {
        let passed = 0
        for (let operand = at + clauseHead; operand < end; operand = code[operand + 1]!) {
          const choice = this.#findBranch(operand)
          if (choice >= 0) return passed + choice
          passed += code[operand + 2]!
        }
        return -1
      }
      default:
        // What is opaque is unknown, negated or not.
        return -1
    }
  }

  #truthOfNode(at: number): number {
    const { branchCode: code } = this.#section
    const end = code[at + 1]!
    switch (code[at]) {
      case clauseKinds.clause: {
        const flags = code[at + clauseHead]!
        // Of none or of all: the first that decides ends it.
        const deciding = (flags & clauseFlags.all) === 0 ? yes : no
        let truth = yes - deciding
        for (let i = at + clauseHead + 1; i < end && truth !== deciding; i++) {
          truth = together(truth, this.#truthOf(code[i]!), deciding)
        }
        return (flags & clauseFlags.negated) === 0 || truth === unknown ? truth : yes - truth
      }
      case clauseKinds.and:
      case clauseKinds.or: {
        const deciding = code[at] === clauseKinds.or ? yes : no
        let truth = yes - deciding
        for (let i = at + clauseHead; i < end && truth !== deciding; i = code[i + 1]!) {
          truth = together(truth, this.#truthOfNode(i), deciding)
        }
        return truth
      }
      default:
        return unknown
    }
  }

  #truthOf(test: number): number {
    if (this.#truthSeen[test] !== this.#now) {
      this.#truths[test] = this.#findTruth(test)
      this.#truthSeen[test] = this.#now
    }
    return this.#truths[test]!
  }

  #findTruth(test: number): number {
    const { testNeedleStarts, testNeedles, needleSlots, needleTests } = this.#section
    const start = testNeedleStarts[test]!
    const end = testNeedleStarts[test + 1]!
    let isFound = start === end
    for (let i = start; i < end; i++) {
      const needle = testNeedles[i]!
      this.#lookThrough(needleSlots[needle]!)
      if (this.#needleSeen[needle] !== this.#now) continue
      if (needleTests[needle]! < 0) return yes
      isFound = true
    }
    if (!isFound) return no
    const { outcome } = this.#outcomeOf(test)
    return outcome === undefined ? no : outcome === 'unknown' ? unknown : yes
  }

  #outcomeOf(test: number): KnownOutcome {
    if (this.#outcomeSeen[test] !== this.#now) {
      this.#outcomes[test] = this.#recall(test)
      this.#outcomeSeen[test] = this.#now
    }
    return this.#outcomes[test]!
  }

  #recall(test: number): KnownOutcome {
    const slots = this.#tests.slotsOf(test)
    if (slots === undefined) return this.#findOutcome(test)
    const { event, fields, binding } = this.#at!
    const { outcomes } = this.#explained
    const known = outcomes.find(test, slots, event, fields, binding)
    return known ?? outcomes.remember(test, event, binding, this.#findOutcome(test))
  }

  #findOutcome(test: number): KnownOutcome {
    const outcome = this.#tests.compiled(test)(this.#valuesOf)
    return { outcome, matches: toTestMatch(this.#tests.test(test), outcome), number: 0 }
  }

  #readValues(field: string): readonly FieldValue[] | undefined {
    if (this.#values.has(field)) return this.#values.get(field)
    const { event, fields, binding } = this.#at!
    const texts = readSectionValues(field, this.#section.slots, event, fields, binding)
    const values = texts?.map(toFieldValue)
    this.#values.set(field, values)
    return values
  }

  #lookThrough(slot: number): void {
    if (this.#slotSeen[slot] === this.#now) return
    this.#slotSeen[slot] = this.#now
    const { event, fields, binding } = this.#at!
    if (this.#section.slots[slot] === anyField) {
      for (let entry = 0; entry < event.count; entry++) {
        if (this.#finder.mayHold(slot, event, entry)) {
          this.#lookThroughEntry(slot, event, entry, fields)
        }
      }
      return
    }
    const found = this.#place
    findEntry(fields, binding, slot, found)
    if (found.entry < 0 || found.rewrite !== undefined) {
      for (const text of readRawValues(event, fields, binding, slot) ?? []) {
        if (text === null) continue
        this.#finder.findInText(slot, text)
        this.#markFound()
      }
      return
    }
    for (let entry = found.entry; entry >= 0; entry = fields.next(entry)) {
      this.#lookThroughEntry(slot, event, entry, fields)
    }
  }

  #lookThroughEntry(slot: number, event: RawEvent, entry: number, fields: FieldIndex): void {
    if (event.kinds[entry]! <= valueKinds.null) return
    const memo = this.#memos[slot]!
    if (memo.find(event, entry, fields.hash(event, entry))) {
      const count = this.#needleSeen.length
      for (let i = memo.start; i < memo.end; i++) {
        // Whether a needle’s test holds, if it has one, is asked apart.
        const code = memo.list[i]!
        const needle = code < 0 ? ~code : code
        this.#needleSeen[needle < count ? needle : needle - count] = this.#now
      }
      return
    }
    this.#finder.find(slot, event, entry)
    this.#markFound()
  }

  #markFound(): void {
    const { needles, count } = this.#finder
    for (let i = 0; i < count; i++) this.#needleSeen[needles[i]!] = this.#now
  }
}

/** What rests on more fields than so many is seldom the same twice. */
const mostSlots = 8

/** An event, and where its fields are. */
interface EventAtHand {
  readonly event: RawEvent
  readonly fields: FieldIndex
  readonly binding: Binding
}

/** What two truths give together, the first of which does not decide. */
function together(before: number, truth: number, deciding: number): number {
  return truth === deciding || truth === unknown ? truth : before
}
