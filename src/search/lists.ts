/** Lists of numbers, one for each of 0 … n-1, in one piece of memory: list i is `items[starts[i]…starts[i+1])`. */
export interface Lists {
  readonly starts: Int32Array
  readonly items: Int32Array
}

export function toLists(lists: readonly (readonly number[])[]): Lists {
  const starts = new Int32Array(lists.length + 1)
  for (const [i, list] of lists.entries()) starts[i + 1] = (starts[i] ?? 0) + list.length
  const items = new Int32Array(starts[lists.length] ?? 0)
  for (const [i, list] of lists.entries()) items.set(list, starts[i])
  return { starts, items }
}

/** For each of 0 … size-1 the lists that it is in, in their order. */
export function invert({ starts, items }: Lists, size: number): Lists {
  const inverted = new Int32Array(size + 1)
  for (const item of items) inverted[item + 1] = (inverted[item + 1] ?? 0) + 1
  for (let i = 0; i < size; i++) inverted[i + 1] = (inverted[i + 1] ?? 0) + (inverted[i] ?? 0)
  const next = inverted.slice(0, size)
  const places = new Int32Array(items.length)
  for (let list = 0; list + 1 < starts.length; list++) {
    const end = starts[list + 1] ?? 0
    for (let i = starts[list] ?? 0; i < end; i++) {
      const item = items[i] ?? 0
      const place = next[item] ?? 0
      places[place] = list
      next[item] = place + 1
    }
  }
  return { starts: inverted, items: places }
}

/** Of lists that hold one number each. */
export function invertOne(items: Int32Array, size: number): Lists {
  return invert({ starts: Int32Array.from({ length: items.length + 1 }, (_, i) => i), items }, size)
}

/** Calls back with the items of one list. */
export function eachOf(
  { starts, items }: Lists,
  list: number,
  visit: (item: number) => void,
): void {
  const end = starts[list + 1] ?? 0
  for (let i = starts[list] ?? 0; i < end; i++) visit(items[i] ?? 0)
}
