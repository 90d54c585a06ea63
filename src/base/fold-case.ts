/**
 * How matching ignores case: every character becomes its lower case, provided that this is one
 * character of the same length in UTF-16. So an offset in the folded text is an offset in the text.
 *
 * The Kelvin sign equals `k` and `ẞ` equals `ß`; `İ`, whose lower case is two characters, equals only
 * itself; `ß` is not `ss`, `ς` (a lower case already) not `σ`, `ı` not `i`. No locale plays a part.
 */
export function foldCase(text: string): string {
  const lower = text.toLowerCase()
  // The lower case of a whole text differs from that of its characters in two ways only: a `Σ` that
  // ends a word becomes `ς`, and a character may become two, which makes the text longer.
  if (lower.length === text.length && !text.includes('Σ')) return lower
  let folded = ''
  for (const character of text) {
    const small = character.toLowerCase()
    folded += small.length === character.length ? small : character
  }
  return folded
}
