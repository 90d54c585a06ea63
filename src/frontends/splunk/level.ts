import type { Level } from '../../ir/index.ts'

/** The highest risk score of each level. */
const scores: readonly (readonly [highest: number, level: Level])[] = [
  [20, 'informational'],
  [40, 'low'],
  [60, 'medium'],
  [80, 'high'],
  [100, 'critical'],
]

/**
 * The level of a risk score, in the steps in which Splunk’s own tool derives a rule’s severity from it. A score past
 * 100 has none.
 */
export function levelOfScore(score: number | undefined): Level | undefined {
  if (score === undefined || score < 0) return undefined
  return scores.find(([highest]) => score <= highest)?.[1]
}
