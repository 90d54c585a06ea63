/**
 * Kleene's three values. `unknown` is what a test says that cannot be done, such as an opaque one;
 * a rule matches only when its logic is `match`.
 */
export type Truth = 'match' | 'no_match' | 'unknown'

/** What holds when `truth` does not; nobody knows of `unknown`. */
export function negate(truth: Truth): Truth {
  switch (truth) {
    case 'match':
      return 'no_match'
    case 'no_match':
      return 'match'
    case 'unknown':
      return 'unknown'
  }
}

/** False if any is false, else unknown if any is unknown; true of none. */
export function every<T>(items: readonly T[], truthOf: (item: T) => Truth): Truth {
  let result: Truth = 'match'
  for (const item of items) {
    const truth = truthOf(item)
    if (truth === 'no_match') return 'no_match'
    if (truth === 'unknown') result = 'unknown'
  }
  return result
}

/** True if any is true, else unknown if any is unknown; false of none. */
export function some<T>(items: readonly T[], truthOf: (item: T) => Truth): Truth {
  let result: Truth = 'no_match'
  for (const item of items) {
    const truth = truthOf(item)
    if (truth === 'match') return 'match'
    if (truth === 'unknown') result = 'unknown'
  }
  return result
}
