import { anyField, type Test } from '../../ir/index.ts'
import {
  type CompiledTest,
  type CompileOptions,
  compileTest,
  findTimeTransform,
  type ValuesOf,
} from '../compile-test.ts'
import { type FieldValue, toFieldValue } from '../field-value.ts'
import { compileFastRegex } from '../regex/fast-regex.ts'
import type { Section } from './section.ts'
import { testReader } from './test-table.ts'

/** The tests of a section, read and compiled when they are first asked. */
export class SectionTests {
  readonly #read: (index: number) => Test
  readonly #options: CompileOptions
  readonly #compiled: (CompiledTest | undefined)[] = []
  readonly #ofValues: ((text: string) => boolean)[] = []
  /** By test; null where it asks for any field. */
  readonly #slots: (Int32Array | null | undefined)[] = []
  readonly #slotNames: readonly string[]
  #text = ''
  #values: readonly FieldValue[] | undefined
  readonly #valuesOfText: ValuesOf = () => {
    this.#values ??= [toFieldValue(this.#text)]
    return this.#values
  }

  constructor(section: Section, options: CompileOptions) {
    this.#read = testReader(section)
    this.#options = options
    this.#slotNames = section.slots
  }

  test(index: number): Test {
    return this.#read(index)
  }

  /** The slots of the fields that a test asks for; `undefined` when it asks for any field. */
  slotsOf(index: number): Int32Array | undefined {
    let slots = this.#slots[index]
    if (slots === undefined) {
      slots = slotsOf(this.#read(index), this.#slotNames) ?? null
      this.#slots[index] = slots
    }
    return slots ?? undefined
  }

  /** What a test says of an event. */
  compiled(index: number): CompiledTest {
    let compiled = this.#compiled[index]
    if (compiled === undefined) {
      compiled = compileTest(this.#read(index), this.#options)
      this.#compiled[index] = compiled
    }
    return compiled
  }

  /** Whether a test of one field holds of a text in it. */
  holds(index: number, text: string): boolean {
    let holds = this.#ofValues[index]
    if (holds === undefined) {
      holds = this.#compileOfValue(index)
      this.#ofValues[index] = holds
    }
    if (text !== this.#text) {
      this.#text = text
      this.#values = undefined
    }
    return holds(text)
  }

  #compileOfValue(index: number): (text: string) => boolean {
    const test = this.#read(index)
    if (test.operator === 'regex' && findTimeTransform(test) === undefined) {
      return compileFastRegex(test.value) ?? (() => false)
    }
    const compiled = this.compiled(index)
    return () => {
      const outcome = compiled(this.#valuesOfText)
      return outcome !== undefined && outcome !== 'unknown'
    }
  }
}

function slotsOf(test: Test, slots: readonly string[]): Int32Array | undefined {
  const fields = [test.field, ...(test.operator === 'field_equals' ? [test.value.field] : [])]
  if (fields.includes(anyField)) return undefined
  // What is no slot no event has.
  return Int32Array.from(fields, field => slots.indexOf(field)).filter(slot => slot >= 0)
}
