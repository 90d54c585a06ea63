/**
 * How many characters of a term may differ. “AUTO … 0..2 must match exactly, 3..5 one edit allowed,
 * >5 two edits allowed”; never more than two. A fraction is the similarity of old.
 */
export function allowedEdits(text: string, fuzziness: number | 'auto'): number {
  const { length } = [...text]
  if (fuzziness === 'auto') return length < 3 ? 0 : length < 6 ? 1 : 2
  if (fuzziness === 0) return 0
  const edits = fuzziness < 1 ? Math.floor((1 - fuzziness) * length) : Math.floor(fuzziness)
  return Math.min(edits, 2)
}
