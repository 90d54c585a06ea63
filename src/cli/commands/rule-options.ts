import { statSync } from 'node:fs'
import type { RuleSource } from '../../catalog/index.ts'
import { UsageError } from '../exit-codes.ts'

/** `name=DIR` or `DIR`; a `DIR` that exists as written wins over a name in it. */
export function parseRuleSource(text: string): RuleSource {
  const equals = text.indexOf('=')
  if (equals > 0 && statSync(text, { throwIfNoEntry: false }) === undefined) {
    const name = text.slice(0, equals)
    if (/^[\w.-]+$/.test(name)) return { name, path: text.slice(equals + 1) }
  }
  return { path: text }
}

/** Collects a repeatable option; commander calls it for every value. */
export function collect(value: string, values: readonly string[] | undefined): readonly string[] {
  return [...(values ?? []), value]
}

/** One of the words, or a usage error that names them all. */
export function parseChoice<T extends string>(
  option: string,
  text: string,
  choices: readonly T[],
): T {
  const found = choices.find(choice => choice === text.toLowerCase())
  if (found !== undefined) return found
  throw new UsageError(`${option} takes ${choices.join(', ')}; not “${text}”`)
}

export function parseJobs(text: string): number {
  const jobs = Number(text)
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 256) return jobs
  throw new UsageError(`--jobs takes a number from 1 to 256; not “${text}”`)
}
