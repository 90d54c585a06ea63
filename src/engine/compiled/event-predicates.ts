import { type RawEvent, valueKinds } from '../../ir/index.ts'
import { toFieldValue } from '../field-value.ts'
import type { FieldIndex } from './field-index.ts'
import {
  type Binding,
  findEntry,
  readRawValues,
  readSectionValues,
  type SlotEntry,
} from './raw-values.ts'
import { predicateKinds, type Section } from './section.ts'
import type { SectionTests } from './section-tests.ts'
import type { ValueMemo } from './value-memo.ts'

/** The predicates of a section that no text of one field decides: absence, presence, and several fields together. */
// HOT: asked when a rule that may hold wants to know (section-matcher.bench.ts).
export class EventPredicates {
  readonly #section: Section
  readonly #tests: SectionTests
  /** What tests of several fields said before. */
  readonly #held: ValueMemo<boolean>
  /** The answer of {@link findEntry}. */
  readonly #found: SlotEntry = { entry: -1, rewrite: undefined }

  constructor(section: Section, tests: SectionTests, held: ValueMemo<boolean>) {
    this.#section = section
    this.#tests = tests
    this.#held = held
  }

  /** Whether a predicate, which is not about the texts of one field, is true of an event. */
  isTrue(predicate: number, event: RawEvent, fields: FieldIndex, binding: Binding): boolean {
    const { predicateKinds: kinds, predicateSubjects } = this.#section
    const subject = predicateSubjects[predicate]!
    switch (kinds[predicate]) {
      case predicateKinds.exists:
        return this.#exists(subject, event, fields, binding)
      case predicateKinds.null:
        return this.#isNull(subject, event, fields, binding)
      default:
        return this.#holdsOfFields(subject, event, fields, binding)
    }
  }

  /** Whether a test of several fields holds. */
  #holdsOfFields(test: number, event: RawEvent, fields: FieldIndex, binding: Binding): boolean {
    const fieldSlots = this.#tests.slotsOf(test)
    const known = fieldSlots && this.#held.find(test, fieldSlots, event, fields, binding)
    if (known !== undefined) return known
    const { slots } = this.#section
    const outcome = this.#tests.compiled(test)(field =>
      readSectionValues(field, slots, event, fields, binding)?.map(toFieldValue),
    )
    const holds = outcome !== undefined && outcome !== 'unknown'
    if (fieldSlots !== undefined) this.#held.add(test, event, binding, holds)
    return holds
  }

  #exists(slot: number, event: RawEvent, fields: FieldIndex, binding: Binding): boolean {
    findEntry(fields, binding, slot, this.#found)
    if (this.#found.entry >= 0 && this.#found.rewrite === undefined) return true
    return readRawValues(event, fields, binding, slot) !== undefined
  }

  /** Absent, null, or without an element. */
  #isNull(slot: number, event: RawEvent, fields: FieldIndex, binding: Binding): boolean {
    findEntry(fields, binding, slot, this.#found)
    if (this.#found.entry < 0 || this.#found.rewrite !== undefined) {
      const values = readRawValues(event, fields, binding, slot)
      return values === undefined || values.length === 0 || values.includes(null)
    }
    let hasValue = false
    for (let entry = this.#found.entry; entry >= 0; entry = fields.next(entry)) {
      const kind = event.kinds[entry]!
      if (kind === valueKinds.null) return true
      if (kind !== valueKinds.none) hasValue = true
    }
    return !hasValue
  }
}
