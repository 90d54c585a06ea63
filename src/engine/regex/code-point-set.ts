/** A set of code points: ranges, both ends included, in order and apart from one another. */
export type CodePointSet = readonly CodePointRange[]
export type CodePointRange = readonly [first: number, last: number]

const maxCodePoint = 0x10_ffff

/** Every code point, lone surrogates among them. */
export const anyCodePoint: CodePointSet = [[0, maxCodePoint]]

/** The set of all code points of the ranges, which may be in any order and overlap. */
export function codePointSet(ranges: readonly CodePointRange[]): CodePointSet {
  const set: [number, number][] = []
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const previous = set.at(-1)
    if (previous !== undefined && first <= previous[1] + 1) {
      previous[1] = Math.max(previous[1], last)
    } else {
      set.push([first, last])
    }
  }
  return set
}

/** All code points that the set has not. */
export function complementOf(set: CodePointSet): CodePointSet {
  const complement: CodePointRange[] = []
  let next = 0
  for (const [first, last] of set) {
    if (next < first) complement.push([next, first - 1])
    next = last + 1
  }
  if (next <= maxCodePoint) complement.push([next, maxCodePoint])
  return complement
}

/** How many code points there are in the set. */
export function sizeOf(set: CodePointSet): number {
  return set.reduce((size, [first, last]) => size + last - first + 1, 0)
}

/** All letters equal to a letter of ASCII or Latin-1 in RE2's eyes that lower case does not show. */
const distantTwins: readonly (readonly [letters: string, twins: string])[] = [
  ['Kk', '\u212a'],
  ['Ss', '\u017f'],
  ['Åå', '\u212b'],
  ['ß', '\u1e9e'],
  ['ÿ', '\u0178'],
  ['µ', '\u039c\u03bc'],
]

/** Where no letter has two cases: some punctuation, and the writing of East Asia. */
const caseless: readonly CodePointRange[] = [
  [0x2010, 0x205e],
  [0x2e80, 0x9fff],
]

/** A range that begins and ends so holds every letter that has two cases. */
const firstCased = 0x41
const lastCased = 0x1_e943

/**
 * The range with all that equals one of its members when case is ignored (Unicode's simple case
 * folding), or `undefined` where this file does not know: of letters beyond Latin-1.
 */
export function foldRange([first, last]: CodePointRange): readonly CodePointRange[] | undefined {
  if (first <= firstCased && last >= lastCased) return [[first, last]]
  if (caseless.some(([from, to]) => from <= first && last <= to)) return [[first, last]]
  if (last > 0xff) return undefined
  const folded: CodePointRange[] = [[first, last]]
  const shift = (from: number, to: number, by: number): void => {
    const [start, end] = [Math.max(first, from), Math.min(last, to)]
    if (start <= end) folded.push([start + by, end + by])
  }
  shift(0x41, 0x5a, 0x20)
  shift(0x61, 0x7a, -0x20)
  // Between the letters of Latin-1 stand × and ÷, which have no case.
  shift(0xc0, 0xd6, 0x20)
  shift(0xd8, 0xde, 0x20)
  shift(0xe0, 0xf6, -0x20)
  shift(0xf8, 0xfe, -0x20)
  for (const [letters, twins] of distantTwins) {
    const isThere = [...letters].some(letter => {
      const codePoint = letter.charCodeAt(0)
      return first <= codePoint && codePoint <= last
    })
    if (isThere) for (const twin of twins) folded.push([twin.charCodeAt(0), twin.charCodeAt(0)])
  }
  return folded
}
