import type { Value } from '../value.ts'

/** One of EQL’s functions: its name, what it takes, and what it makes of constants. */
export interface EqlFunction {
  /** As the documentation spells it; rules spell it with any case. */
  readonly name: string
  readonly minArguments: number
  readonly maxArguments: number
  readonly result: 'boolean' | 'number' | 'text'
  /** It has a form with `~` that ignores case. */
  readonly hasCaseForm: boolean
  /** Elasticsearch does not have it: it is of the older language, or of Elastic’s endpoint. */
  readonly isOfOtherDialect: boolean
  /**
   * What it gives for constants; `undefined` when it cannot work with them. Null arguments do not
   * get here: with one the result is null.
   */
  compute(args: readonly GivenValue[], ignoresCase: boolean): Value | undefined
}

export type GivenValue = Exclude<Value, null>

/** A function with what is true of most filled in. */
export function defineFunction(
  definition: Omit<EqlFunction, 'hasCaseForm' | 'isOfOtherDialect'> & {
    readonly hasCaseForm?: true
    readonly isOfOtherDialect?: true
  },
): EqlFunction {
  const { hasCaseForm, isOfOtherDialect } = definition
  return {
    ...definition,
    hasCaseForm: hasCaseForm === true,
    isOfOtherDialect: isOfOtherDialect === true,
  }
}

/** A text in lower case where case does not count; no position in it moves. */
export function folded(text: string, ignoresCase: boolean): string {
  if (!ignoresCase) return text
  return Array.from(text, character => {
    const lower = character.toLowerCase()
    return lower.length === character.length ? lower : character
  }).join('')
}

export const manyArguments: number = Number.POSITIVE_INFINITY
