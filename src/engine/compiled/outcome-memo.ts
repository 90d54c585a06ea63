import type { RawEvent } from '../../ir/index.ts'
import type { Outcome } from '../compile-test.ts'
import type { TestMatch } from '../explanation.ts'
import type { Binding } from './raw-values.ts'
import { ValueMemo } from './value-memo.ts'

/** What a test says of an event, and what is written about it where it holds. */
export interface KnownOutcome {
  readonly outcome: Outcome
  readonly matches: readonly TestMatch[]
  /** No two that are remembered have the same; 0 of what is not. */
  readonly number: number
}

/** Remembers what tests say, and numbers it. */
export class OutcomeMemo extends ValueMemo<KnownOutcome> {
  /** How many were ever remembered. */
  #last = 0

  /** Gives what will be found from then on, if it is remembered, and else the same. */
  remember(test: number, event: RawEvent, binding: Binding, found: KnownOutcome): KnownOutcome {
    const outcome = { ...found, number: this.#last + 1 }
    if (!this.add(test, event, binding, outcome)) return found
    this.#last++
    return outcome
  }
}
