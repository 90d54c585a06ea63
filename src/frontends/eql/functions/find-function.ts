import { arrayContains, arrayCount, arraySearch } from './arrays.ts'
import type { EqlFunction } from './function.ts'
import { add, divide, modulo, multiply, number, subtract } from './numbers.ts'
import { cidrMatch, match, wildcard } from './patterns.ts'
import {
  between,
  concat,
  endsWith,
  indexOf,
  length,
  startsWith,
  string,
  stringContains,
  substring,
} from './text.ts'

/** Every function of EQL. */
export const functions: readonly EqlFunction[] = [
  add,
  arrayContains,
  arrayCount,
  arraySearch,
  between,
  cidrMatch,
  concat,
  divide,
  endsWith,
  indexOf,
  length,
  match,
  modulo,
  multiply,
  number,
  startsWith,
  string,
  stringContains,
  substring,
  subtract,
  wildcard,
]

const byName: ReadonlyMap<string, EqlFunction> = new Map(
  functions.map(definition => [definition.name.toLowerCase(), definition]),
)

/** The function of a name, in whichever case it is written: Elasticsearch tells no difference. */
export function findFunction(name: string): EqlFunction | undefined {
  return byName.get(name.toLowerCase())
}
