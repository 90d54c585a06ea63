import { bitwise } from './bitwise.ts'
import { comparison } from './comparison.ts'
import { conversion } from './conversion.ts'
import { cryptographic } from './cryptographic.ts'
import { date } from './date.ts'
import type { ComputeCall, FunctionFamily } from './family.ts'
import { informational } from './informational.ts'
import { json } from './json.ts'
import { mathematical } from './mathematical.ts'
import { multivalue } from './multivalue.ts'
import { statistical } from './statistical.ts'
import { text } from './text.ts'
import { trigonometry } from './trigonometry.ts'

/** Every family of evaluation functions, by hand. */
const families: readonly FunctionFamily[] = [
  bitwise,
  comparison,
  conversion,
  cryptographic,
  date,
  informational,
  json,
  mathematical,
  multivalue,
  statistical,
  text,
  trigonometry,
]

export const knownFunctions: readonly string[] = families.flatMap(({ names }) => names)

const known: ReadonlySet<string> = new Set(knownFunctions)

const computed: ReadonlyMap<string, ComputeCall> = new Map(
  families.flatMap(family => Object.entries(family.computed)),
)

/** Whether there is an evaluation function of that name, in whichever case. */
export function isKnownFunction(name: string): boolean {
  return known.has(name.toLowerCase())
}

/** How calls of a function are computed, where the logic can say it. */
export function findComputed(name: string): ComputeCall | undefined {
  return computed.get(name.toLowerCase())
}
