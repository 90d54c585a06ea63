import { mutate } from './mutate.ts'
import { type QueryLanguage, queryLanguages, querySeeds, queryTokens } from './query-seeds.ts'
import type { Random } from './random.ts'

/** A hostile query. */
export interface FuzzQuery {
  readonly language: QueryLanguage
  readonly text: string
}

/** No query is longer than this, in characters. */
const longestQuery = 1 << 18

/** A query of some language with a few things changed. */
export function makeQuery(random: Random): FuzzQuery {
  const language = random.pick(queryLanguages)
  const other = random.chance(0.8) ? language : random.pick(queryLanguages)
  let text = random.pick(querySeeds[language])
  for (let chance = 0.9; random.chance(chance); chance = 0.6) {
    text = change(text, random.pick(querySeeds[other]), random).slice(0, longestQuery)
  }
  if (random.chance(0.2)) {
    const donor = new TextEncoder().encode(random.pick(querySeeds[other]))
    const bytes = mutate(new TextEncoder().encode(text), random, () => donor)
    text = new TextDecoder().decode(bytes).slice(0, longestQuery)
  }
  return { language, text }
}

function change(text: string, other: string, random: Random): string {
  const at = random.below(text.length + 1)
  const end = Math.min(text.length, at + random.below(random.chance(0.2) ? 200 : 12))
  const put = (piece: string): string => text.slice(0, at) + piece + text.slice(end)
  switch (random.below(6)) {
    case 0:
      return put('')
    case 1:
      return text.slice(0, at) + random.pick(queryTokens) + text.slice(at)
    case 2:
      return put(random.pick(queryTokens))
    case 3: {
      const from = random.below(other.length)
      return put(other.slice(from, from + random.below(60)))
    }
    case 4: {
      // What one costs, ten thousand must not cost a thousand times.
      const piece = random.chance(0.5)
        ? random.pick(queryTokens)
        : random.pick(queryTokens) + random.pick(queryTokens)
      return put(piece.repeat(1 + random.below(random.chance(0.3) ? 20_000 : 50)))
    }
    default:
      return text.slice(0, end) + text.slice(at, end).repeat(1 + random.below(5)) + text.slice(end)
  }
}
