import { invariant } from '../../base/index.ts'
import { type Section, unpackSection } from '../../engine/scan/index.ts'
import type { LogSource } from '../../ir/index.ts'
import type { WireRuleReference } from '../wire.ts'
import type { CompiledRules } from './compiled-rules.ts'
import type { ScanRule } from './scan-rule.ts'

/**
 * Compiled rules as bytes, for a disk, a worker or a browser. Only the head is read at once; the tables
 * of a group, and what a rule says, are read when they are first needed.
 *
 *     magic · length of the head · head (JSON) · blocks, each at a multiple of eight
 *
 * Nothing in it tells damage: whoever keeps the bytes sees to that.
 */
export const magic = 0x3149_4e49

/** Where a block stands. */
export type Block = readonly [offset: number, length: number]

export interface Head {
  readonly groups: readonly {
    readonly logSource: LogSource
    readonly rules: readonly number[]
    readonly section: Block
  }[]
  readonly lists: readonly (readonly [string, readonly string[]])[]
  /** How many rules there are. */
  readonly count: number
  readonly references: Texts
  /** What the writer wants to have back. */
  readonly extra: unknown
}

/** Texts that are read one by one: JSON of each rule. */
export interface Texts {
  /** `count + 1` offsets of 32 bits from `at` on. */
  readonly index: Block
  readonly at: number
}

/** Gives `length` bytes from `offset` on, at a multiple of eight in their buffer. */
export type ReadBytes = (offset: number, length: number) => Uint8Array

export const headStart = 8

/** The compiled rules of bytes that {@link packRules} made, on a machine of the same byte order. */
export function openRules(read: ReadBytes): {
  readonly compiled: CompiledRules
  readonly extra: unknown
} {
  const first = read(0, headStart)
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength)
  invariant(view.getUint32(0, true) === magic, 'these are compiled rules')
  const length = view.getUint32(4, true)
  const headBytes = read(headStart, length)
  const head = JSON.parse(new TextDecoder().decode(headBytes)) as Head
  const start = aligned(headStart + length)
  const readBlock = ([offset, size]: Block): Uint8Array => read(start + offset, size)
  const decoder = new TextDecoder()
  const textsOf = ({ index, at }: Texts): ((rule: number) => string) => {
    let numbers: Int32Array | undefined
    return rule => {
      if (numbers === undefined) {
        const bytes = readBlock(index)
        numbers = new Int32Array(bytes.buffer, bytes.byteOffset, head.count + 1)
      }
      const from = numbers[rule] ?? 0
      const length = (numbers[rule + 1] ?? 0) - from
      const bytes = read(start + at + from, length)
      return decoder.decode(bytes)
    }
  }
  const referenceText = textsOf(head.references)
  const rules: ScanRule[] = []
  for (const { logSource, rules: orders } of head.groups) {
    for (const order of orders) {
      rules[order] = new PackedRule(logSource, () => referenceText(order))
    }
  }
  const sections = new Map<number, Section>()
  const compiled: CompiledRules = {
    rules,
    groups: head.groups.map(({ logSource, rules: orders }) => ({ logSource, rules: orders })),
    lists: new Map(head.lists),
    section(group) {
      const known = sections.get(group)
      if (known !== undefined) return known
      const block = head.groups[group]?.section
      const section = block && unpackSection(readBlock(block))
      invariant(section !== undefined, 'a group has tables, in the order of this machine')
      sections.set(group, section)
      return section
    },
  }
  return { compiled, extra: head.extra }
}

/** A rule whose reference is read when it is asked for, which of most rules never happens. */
class PackedRule implements ScanRule {
  readonly logSource: LogSource
  readonly #referenceText: () => string
  #reference: WireRuleReference | undefined

  constructor(logSource: LogSource, reference: () => string) {
    this.logSource = logSource
    this.#referenceText = reference
  }

  get reference(): WireRuleReference {
    this.#reference ??= JSON.parse(this.#referenceText()) as WireRuleReference
    return this.#reference
  }
}

/** The next multiple of eight. */
export function aligned(length: number): number {
  return (length + 7) & ~7
}
