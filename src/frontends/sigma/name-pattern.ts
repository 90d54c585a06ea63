/**
 * Whether a name of a selection follows a pattern, in which `*` stands for any text. “Matching is
 * done with * wildcards (any number of characters) at arbitrary positions in the pattern.”
 *
 * Takes the earliest place for every piece between stars, so no pattern makes it slow.
 */
export function matchesName(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return name === pattern
  if (!name.startsWith(first) || name.length < first.length + last.length) return false
  let at = first.length
  for (const piece of rest) {
    const found = name.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return name.length - last.length >= at && name.endsWith(last)
}
