import { invariant } from '../../base/index.ts'
import { packSection, type Section, unpackSection } from '../../engine/index.ts'
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
const magic = 0x3149_4e49

/** Where a block stands. */
type Block = readonly [offset: number, length: number]

interface Head {
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
interface Texts {
  /** `count + 1` offsets of 32 bits from `at` on. */
  readonly index: Block
  readonly at: number
}

/** Gives `length` bytes from `offset` on, at a multiple of eight in their buffer. */
export type ReadBytes = (offset: number, length: number) => Uint8Array

const headStart = 8

/** Writes compiled rules, and anything that JSON holds beside them. */
export function packRules(compiled: CompiledRules, extra: unknown): Uint8Array {
  const blocks: Uint8Array[] = []
  let end = 0
  const add = (bytes: Uint8Array): Block => {
    const offset = end
    blocks.push(bytes)
    end = aligned(end + bytes.length)
    return [offset, bytes.length]
  }
  const addTexts = (texts: readonly string[]): Texts => {
    const encoder = new TextEncoder()
    const pieces = texts.map(text => encoder.encode(text))
    const index = new Int32Array(texts.length + 1)
    for (const [i, piece] of pieces.entries()) {
      index[i + 1] = (index[i] ?? 0) + piece.length
    }
    const all = new Uint8Array(index[texts.length] ?? 0)
    for (const [i, piece] of pieces.entries()) all.set(piece, index[i] ?? 0)
    return { index: add(new Uint8Array(index.buffer)), at: add(all)[0] }
  }
  const { rules, groups, lists } = compiled
  const head: Head = {
    groups: groups.map(({ logSource, rules: orders }, group) => ({
      logSource,
      rules: orders,
      section: add(packSection(compiled.section(group))),
    })),
    lists: [...lists],
    count: rules.length,
    references: addTexts(rules.map(({ reference }) => JSON.stringify(reference))),
    extra,
  }
  const headBytes = new TextEncoder().encode(JSON.stringify(head))
  const start = aligned(headStart + headBytes.length)
  const bytes = new Uint8Array(start + end)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, magic, true)
  view.setUint32(4, headBytes.length, true)
  bytes.set(headBytes, headStart)
  let at = start
  for (const block of blocks) {
    bytes.set(block, at)
    at = aligned(at + block.length)
  }
  return bytes
}

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

function aligned(length: number): number {
  return (length + 7) & ~7
}
