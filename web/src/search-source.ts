import { isStatic, root } from './page.ts'

/** One way to go on with what was typed. */
export interface Suggestion {
  /** The text of the search line if it is taken. */
  readonly text: string
  readonly label: string
  /** What kind of thing it is: `rule`, `field`, `value`, … */
  readonly kind: string
  readonly count?: number
  /** A page to go to instead. */
  readonly address?: string
}

/**
 * Suggestions for what was typed: from the server, or, in an export, from the index beside the pages. None where
 * neither answers: the line works without them.
 */
export async function suggest(text: string, signal: AbortSignal): Promise<readonly Suggestion[]> {
  if (isStatic) return suggestHere(text)
  try {
    const answer = await fetch(`${root}api/v1/suggest?q=${encodeURIComponent(text)}`, { signal })
    return answer.ok ? toSuggestions(await answer.json()) : []
  } catch {
    return []
  }
}

/** The index of an export is read when somebody types, and not before. */
async function suggestHere(text: string): Promise<readonly Suggestion[]> {
  try {
    const { openLocalSearch } = await import('./local-search.ts')
    const { search } = await openLocalSearch()
    return search.suggest(text, 12)
  } catch {
    return []
  }
}

/** Reads an answer of the API: a list, or an object that has one as `items`. */
function toSuggestions(answer: unknown): readonly Suggestion[] {
  const list = Array.isArray(answer) ? answer : ((answer as { items?: unknown })?.items ?? [])
  if (!Array.isArray(list)) return []
  return list.flatMap((item: Record<string, unknown>) => {
    const text = item['text'] ?? item['query']
    if (typeof text !== 'string') return []
    const { label, kind, count, address } = item
    return [
      {
        text,
        label: typeof label === 'string' ? label : text,
        kind: typeof kind === 'string' ? kind : '',
        ...(typeof count === 'number' ? { count } : {}),
        ...(typeof address === 'string' ? { address } : {}),
      },
    ]
  })
}
