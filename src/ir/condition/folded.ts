/** A value that is compared in lower or upper case, or as it is. */
export interface Folded {
  readonly fold: 'lower' | 'upper' | undefined
}

/** Whether a text stays as it is in the case that a value is in; then case plays no part. */
export function isFolded(text: string, { fold }: Folded): boolean {
  if (fold === undefined) return true
  return text === (fold === 'lower' ? text.toLowerCase() : text.toUpperCase())
}

/**
 * Whether a regular expression says of a value in one case what it says of the value itself without
 * regard to case: it holds no letters of the other case, and no ranges but of digits and letters.
 */
export function isFoldedRegex(source: string, operand: Folded): boolean {
  if (operand.fold === undefined) return true
  if (/\\[xupP]/.test(source)) return false
  const plain = source.replace(/\\./gs, '')
  if (!isFolded(plain, operand)) return false
  const classes = plain.match(/\[\^?\]?[^\]]*\]/g) ?? []
  const ranges = classes.flatMap(text => text.slice(1, -1).replace(/^\^/, '').match(/.-./gs) ?? [])
  return ranges.every(range => /^(?:\d-\d|[a-z]-[a-z]|[A-Z]-[A-Z])$/.test(range))
}
