import type { Explanation, TestMatch } from '../explanation.ts'
import { type KnownOutcome, OutcomeMemo } from './outcome-memo.ts'
import { type MemoLimits, ValueMemo } from './value-memo.ts'

/**
 * Remembers explanations by what they are made of: outcomes that are remembered themselves. The same is then
 * the same object, so whoever writes explanations down may remember what was written. Bounded: it forgets
 * everything when the outcomes are forgotten, or when it is full.
 */
// HOT: asked for every match (section-matcher.bench.ts).
export class ExplanationMemo {
  /** What the explanations of all sections are made of. */
  readonly outcomes: OutcomeMemo = new OutcomeMemo(outcomeLimits)
  /** Whether tests of several fields hold. */
  readonly held: ValueMemo<boolean> = new ValueMemo(heldLimits)
  /** What rules rest on, by the values of all fields that they ask for. */
  readonly rules: ValueMemo<Explanation> = new ValueMemo(ruleLimits)
  #known = new Map<number, Known>()
  #count = 0
  /** Of the outcomes, when this was last emptied. */
  #life = 0

  /** The explanation by a branch and the first `count` of the outcomes, all of which have matches. */
  find(branch: number | undefined, outcomes: readonly KnownOutcome[], count: number): Explanation {
    let hash = branch ?? -1
    for (let i = 0; i < count; i++) {
      const { number } = outcomes[i]!
      // It will not come again as the same object.
      if (number === 0) return makeExplanation(branch, outcomes, count)
      hash = Math.imul(hash ^ number, 0x9e3779b1)
      hash ^= hash >>> 15
    }
    if (this.#life !== this.outcomes.life || this.#count >= mostExplained) {
      this.#known = new Map()
      this.#count = 0
      this.#life = this.outcomes.life
    }
    const first = this.#known.get(hash)
    for (let known = first; known !== undefined; known = known.next) {
      if (isOf(known, branch, outcomes, count)) return known.explanation
    }
    const explanation = makeExplanation(branch, outcomes, count)
    this.#count += 1 + count
    const known = { outcomes: outcomes.slice(0, count), explanation, next: first }
    this.#known.set(hash, known)
    return explanation
  }
}

interface Known {
  readonly outcomes: readonly KnownOutcome[]
  readonly explanation: Explanation
  /** Another one with the same hash. */
  readonly next: Known | undefined
}

function isOf(
  known: Known,
  branch: number | undefined,
  outcomes: readonly KnownOutcome[],
  count: number,
): boolean {
  if (known.explanation.branch !== branch || known.outcomes.length !== count) return false
  for (let i = 0; i < count; i++) if (known.outcomes[i] !== outcomes[i]) return false
  return true
}

function makeExplanation(
  branch: number | undefined,
  outcomes: readonly KnownOutcome[],
  count: number,
): Explanation {
  const tests: TestMatch[] = []
  for (let i = 0; i < count; i++) {
    const { matches } = outcomes[i]!
    for (let j = 0; j < matches.length; j++) tests.push(matches[j]!)
  }
  return { branch, tests }
}

/** Outcomes of all explanations together, each of which counts for one itself. */
const mostExplained = 65_536
const outcomeLimits: MemoLimits = { mostValues: 16_384, mostBytes: 2 << 20 }
const heldLimits: MemoLimits = { mostValues: 4096, mostBytes: 1 << 20 }
const ruleLimits: MemoLimits = { mostValues: 16_384, mostBytes: 4 << 20 }
