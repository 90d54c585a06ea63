import type { LiteralIndex } from './literal-index.ts'
import type { TestTable } from './test-table.ts'

/**
 * Many rules compiled into tables that they share: what the values of each field are looked through
 * for, which predicates that makes true, and what each rule asks of the predicates. Nothing in it is
 * code, so it may be written to a disk, sent to a worker and read by a browser.
 */
export interface Section extends LiteralIndex, TestTable {
  /** The names of fields as rules write them; a slot is an index into them. */
  readonly slots: readonly string[]
  /** By test: the needles that tell whether it holds; without any only the test itself tells. */
  readonly testNeedleStarts: Int32Array
  readonly testNeedles: Int32Array
  /** By needle: the predicates that it makes true, from `needleStarts[n]` to `needleStarts[n + 1]`. */
  readonly needleStarts: Int32Array
  readonly needlePredicates: Int32Array
  /** By predicate: what it is ({@link predicateKinds}) and the slot or the test that it is about. */
  readonly predicateKinds: Uint8Array
  readonly predicateSubjects: Int32Array
  /** By predicate: the rules that cannot hold without it or another that names them. */
  readonly witnessStarts: Int32Array
  readonly witnessRules: Int32Array
  /** Rules that may hold although no predicate is true. */
  readonly unwitnessed: Int32Array
  /** By rule: the instruction that its program begins with. */
  readonly entries: Int32Array
  /**
   * Three numbers an instruction: a predicate, where to go on if it is true, and where if not. A
   * program ends at {@link holds} or {@link fails}.
   */
  readonly code: Int32Array
  /** By rule: where its branches begin in `branchCode`, which `clause-code.ts` describes. */
  readonly branchEntries: Int32Array
  readonly branchCode: Int32Array
}

/**
 * The section with its members always in one order: the hot code that reads them then knows where each is. An object
 * that gets so many members one by one is a table of hashes to the engine of JavaScript, and slow.
 */
export function toSection(members: Section): Section {
  return {
    needleSlots: members.needleSlots,
    needleKinds: members.needleKinds,
    needleCased: members.needleCased,
    needleTests: members.needleTests,
    textStarts: members.textStarts,
    texts: members.texts,
    pieceOffsets: members.pieceOffsets,
    pieceSizes: members.pieceSizes,
    bitmap: members.bitmap,
    bucketStarts: members.bucketStarts,
    bucketNeedles: members.bucketNeedles,
    equals: members.equals,
    equalHashes: members.equalHashes,
    alwaysStarts: members.alwaysStarts,
    alwaysNeedles: members.alwaysNeedles,
    guardStarts: members.guardStarts,
    guardNeedles: members.guardNeedles,
    testStarts: members.testStarts,
    testTexts: members.testTexts,
    testIsRegex: members.testIsRegex,
    slots: members.slots,
    testNeedleStarts: members.testNeedleStarts,
    testNeedles: members.testNeedles,
    needleStarts: members.needleStarts,
    needlePredicates: members.needlePredicates,
    predicateKinds: members.predicateKinds,
    predicateSubjects: members.predicateSubjects,
    witnessStarts: members.witnessStarts,
    witnessRules: members.witnessRules,
    unwitnessed: members.unwitnessed,
    entries: members.entries,
    code: members.code,
    branchEntries: members.branchEntries,
    branchCode: members.branchCode,
  }
}

export const predicateKinds = { value: 0, exists: 1, null: 2, event: 3 } as const

export const holds = -1
export const fails = -2
