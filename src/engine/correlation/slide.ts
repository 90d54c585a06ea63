import type { CorrelationNode } from './plan.ts'
import type { Window } from './window.ts'

/** Entries from `first` to `last` that met a condition together. */
export interface Run {
  readonly first: number
  readonly last: number
}

/**
 * Slides a window over the entries of one group, in the order of time, and finds the runs that meet
 * the condition. No entry is in two of them: a group starts anew after a match.
 *
 * `isTogether(i, j)` says whether entry `j` is no later than the time span after entry `i`.
 *
 * - `at_once`: the window ends with the newest entry, and is judged as each comes in. For conditions
 *   that ask for enough of something.
 * - `at_end`: the window begins with the oldest entry and holds everything within the time span, so
 *   that conditions that ask for not too much of something are not met while it only fills. When it
 *   does not meet the condition it moves on to the next entry; it is judged again only if that brings
 *   in a new one, since a part of what was too much is no sign of little.
 */
export function slide(
  count: number,
  judged: CorrelationNode['judged'],
  isTogether: (first: number, last: number) => boolean,
  window: Window,
  onRun: (run: Run) => void,
): void {
  if (judged === 'at_once') slideAtOnce(count, isTogether, window, onRun)
  else slideAtEnd(count, isTogether, window, onRun)
}

function slideAtOnce(
  count: number,
  isTogether: (first: number, last: number) => boolean,
  window: Window,
  onRun: (run: Run) => void,
): void {
  let first = 0
  for (let last = 0; last < count; last++) {
    window.add(last)
    while (!isTogether(first, last)) window.remove(first++)
    if (!window.holds(first)) continue
    onRun({ first, last })
    while (first <= last) window.remove(first++)
  }
}

function slideAtEnd(
  count: number,
  isTogether: (first: number, last: number) => boolean,
  window: Window,
  onRun: (run: Run) => void,
): void {
  let first = 0
  let next = 0
  while (first < count) {
    const before = next
    while (next < count && isTogether(first, next)) window.add(next++)
    if (next > before && window.holds(first)) {
      onRun({ first, last: next - 1 })
      while (first < next) window.remove(first++)
      continue
    }
    window.remove(first++)
  }
}
