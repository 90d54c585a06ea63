import { aggregateFunctions } from './aggregate.ts'
import { scalarFunctions } from './scalar.ts'

const aggregates: ReadonlySet<string> = new Set(aggregateFunctions)
const all: ReadonlySet<string> = new Set([
  ...aggregateFunctions,
  ...Object.values(scalarFunctions).flat(),
])

/** Every function of the language, in lower case. */
export const knownFunctions: readonly string[] = [...all].sort()

export function isKnownFunction(name: string): boolean {
  return all.has(name.toLowerCase())
}

/** Whether a function computes one value of many rows. */
export function isAggregateFunction(name: string): boolean {
  return aggregates.has(name.toLowerCase())
}
