import type { LogSource } from '../ir/index.ts'

/** Sigma’s words for one log. */
export interface LogWords {
  readonly product?: string
  readonly category?: string
  readonly service?: string
}

/**
 * One log source for a rule about several logs: lists with commas, of which any fits. A word that one of
 * them lacks is left out. Logs by category and logs by service cannot stand in one log source: those that
 * are like the first are taken then.
 */
export function joinLogSources(sources: readonly LogWords[]): LogSource {
  const [first] = sources
  if (first === undefined) return {}
  const alike = sources.filter(source => shapeOf(source) === shapeOf(first))
  const product = joined(alike, ({ product: word }) => word)
  const category = joined(alike, ({ category: word }) => word)
  const service = joined(alike, ({ service: word }) => word)
  return {
    ...(product === undefined ? {} : { product }),
    ...(category === undefined ? {} : { category }),
    ...(service === undefined ? {} : { service }),
  }
}

function shapeOf({ category, service }: LogWords): string {
  return category !== undefined ? 'category' : service !== undefined ? 'service' : 'product'
}

/** Sorted, so that the same words are the same log source in whichever order a rule has them. */
function joined(
  sources: readonly LogWords[],
  wordOf: (source: LogWords) => string | undefined,
): string | undefined {
  const words = new Set<string>()
  for (const source of sources) {
    const word = wordOf(source)
    if (word === undefined) return undefined
    for (const one of word.split(',')) words.add(one)
  }
  return [...words].sort().join(',')
}
