import { invariant } from '../../base/index.ts'
import { type EventCheck, type Section, unpackSection } from '../../engine/scan/index.ts'
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
  /** The places of the rules that have a check, and the checks in that order. */
  readonly checked: readonly number[]
  readonly checks: Texts
  /** What the writer wants to have back. */
  readonly extra: unknown
}

/** Texts that are read one by one: JSON of each rule. */
export interface Texts {
  /** Offsets of 32 bits from `at` on: one more than there are texts. */
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
  const textsOf = ({ index, at }: Texts): ((place: number) => string) => {
    let numbers: Int32Array | undefined
    return place => {
      if (numbers === undefined) {
        const bytes = readBlock(index)
        numbers = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
      }
      const from = numbers[place] ?? 0
      const length = (numbers[place + 1] ?? 0) - from
      const bytes = read(start + at + from, length)
      return decoder.decode(bytes)
    }
  }
  const referenceText = textsOf(head.references)
  const checkText = textsOf(head.checks)
  const checkPlaces = new Map(head.checked.map((order, place) => [order, place]))
  const rules: ScanRule[] = []
  for (const { logSource, rules: orders } of head.groups) {
    for (const order of orders) {
      const place = checkPlaces.get(order)
      rules[order] = new PackedRule(
        logSource,
        () => referenceText(order),
        place === undefined ? undefined : () => checkText(place),
      )
    }
  }
  const sections = new Map<number, Section>()
  const compiled: CompiledRules = {
    rules,
    groups: head.groups.map(({ logSource, rules: orders }) => ({ logSource, rules: orders })),
    checked: new Set(head.checked),
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

/** A rule whose texts are read when they are asked for, which of most rules never happens. */
class PackedRule implements ScanRule {
  readonly logSource: LogSource
  readonly #referenceText: () => string
  #reference: WireRuleReference | undefined
  readonly #checkText: (() => string) | undefined
  #check: EventCheck | undefined

  constructor(logSource: LogSource, reference: () => string, check: (() => string) | undefined) {
    this.logSource = logSource
    this.#referenceText = reference
    this.#checkText = check
  }

  get check(): EventCheck | undefined {
    if (this.#checkText === undefined) return undefined
    this.#check ??= JSON.parse(this.#checkText()) as EventCheck
    return this.#check
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
