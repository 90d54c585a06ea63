/**
 * A bag of numbers that tells its k-th smallest: a Fenwick tree over the ranks of all the numbers
 * that it may ever hold, which are known beforehand. Every operation takes time in the logarithm of
 * their number.
 */
export class RankCounts {
  size = 0
  private readonly values: readonly number[]
  private readonly ranks: ReadonlyMap<number, number>
  private readonly tree: Int32Array
  private readonly top: number

  /** `values` are all the numbers that will be added, in any order. */
  constructor(values: Iterable<number>) {
    this.values = [...new Set(values)].sort((a, b) => a - b)
    this.ranks = new Map(this.values.map((value, rank) => [value, rank]))
    this.tree = new Int32Array(this.values.length + 1)
    this.top = 2 ** Math.floor(Math.log2(Math.max(1, this.values.length)))
  }

  add(value: number): void {
    this.change(value, 1)
  }

  remove(value: number): void {
    this.change(value, -1)
  }

  /** The k-th smallest, from 1; the bag must hold that many. */
  smallest(k: number): number {
    let at = 0
    let left = k
    for (let step = this.top; step > 0; step >>= 1) {
      const next = at + step
      const count = this.tree[next]
      if (count === undefined || count >= left) continue
      at = next
      left -= count
    }
    return this.values[at] ?? Number.NaN
  }

  private change(value: number, by: number): void {
    this.size += by
    const rank = this.ranks.get(value) ?? 0
    for (let i = rank + 1; i < this.tree.length; i += i & -i) {
      this.tree[i] = (this.tree[i] ?? 0) + by
    }
  }
}
