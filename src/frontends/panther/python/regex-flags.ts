import type { Regex } from '../../../ir/index.ts'
import type { PatternFlags } from './value.ts'

export const noFlags: PatternFlags = { ignoreCase: false, multiline: false, dotAll: false }

/** A flag of the module `re`, by its name; `undefined` for one that the logic cannot say. */
export function findFlag(name: string): Partial<PatternFlags> | undefined {
  switch (name.replace(/^re\./, '')) {
    case 'I':
    case 'IGNORECASE':
      return { ignoreCase: true }
    case 'M':
    case 'MULTILINE':
      return { multiline: true }
    case 'S':
    case 'DOTALL':
      return { dotAll: true }
    case 'A':
    case 'ASCII':
    case 'U':
    case 'UNICODE':
      return {}
    default:
      return undefined
  }
}

/**
 * The regular expression that a function of `re` looks for: “match … at the beginning of string”,
 * “fullmatch … the whole string”, “search … anywhere”.
 */
export function toRegex(
  how: 'match' | 'search' | 'fullmatch',
  source: string,
  flags: PatternFlags,
): Regex {
  // With (?m) an anchor would hold at every line.
  const start = flags.multiline ? '\\A' : '^'
  return {
    source: how === 'match' ? `${start}(?:${source})` : source,
    dialect: 'pcre',
    ...flags,
    anchored: how === 'fullmatch',
  }
}
