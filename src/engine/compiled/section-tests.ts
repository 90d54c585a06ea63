import type { Test } from '../../ir/index.ts'
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
  #text = ''
  #values: readonly FieldValue[] | undefined
  readonly #valuesOfText: ValuesOf = () => {
    this.#values ??= [toFieldValue(this.#text)]
    return this.#values
  }

  constructor(section: Section, options: CompileOptions) {
    this.#read = testReader(section)
    this.#options = options
  }

  test(index: number): Test {
    return this.#read(index)
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
