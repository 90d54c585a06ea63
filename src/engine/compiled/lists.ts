/** Lists by number: that of `n` goes from `starts[n]` to `starts[n + 1]`. */
export function toLists(
  count: number,
  pairs: readonly (readonly [list: number, item: number])[],
): { readonly starts: Int32Array; readonly items: Int32Array } {
  const starts = new Int32Array(count + 1)
  for (const [list] of pairs) starts[list + 1] = (starts[list + 1] ?? 0) + 1
  for (let n = 0; n < count; n++) starts[n + 1] = (starts[n + 1] ?? 0) + (starts[n] ?? 0)
  const next = starts.slice()
  const items = new Int32Array(pairs.length)
  for (const [list, item] of pairs) {
    const at = next[list] ?? 0
    items[at] = item
    next[list] = at + 1
  }
  return { starts, items }
}
