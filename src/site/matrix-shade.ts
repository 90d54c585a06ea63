/**
 * The shade of a cell, 0 to 9: 0 for nothing, then in steps of the logarithm, since a few techniques have hundreds of
 * rules and most have a handful.
 */
export function shadeOf(count: number, largest: number): number {
  if (count === 0 || largest === 0) return 0
  return Math.max(1, Math.min(9, Math.ceil((9 * Math.log(count + 1)) / Math.log(largest + 1))))
}

/** The smallest count of each shade that some count can have, for a legend: shade and count. */
export function shadeSteps(largest: number): readonly (readonly [shade: number, from: number])[] {
  const steps: (readonly [number, number])[] = []
  for (let shade = 1; shade <= 9; shade++) {
    const from = Math.max(1, Math.floor(Math.exp(((shade - 1) * Math.log(largest + 1)) / 9)))
    const exact = [from - 1, from, from + 1].find(n => n > 0 && shadeOf(n, largest) === shade)
    if (exact !== undefined && exact <= largest) steps.push([shade, exact])
  }
  return steps
}
