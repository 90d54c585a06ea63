import { byteWriter } from './bytes.ts'
import { type Fit, findNeedle, fitAt, type Needle } from './needle.ts'
import { runNumbering, runsOf } from './normal-text.ts'

/**
 * An inverted index: the runs of many texts, in order, each with the texts that it is in. It finds every text in
 * which a needle stands and no other. A needle of one run is answered from the runs alone: it stands in a text
 * exactly if it stands in one of its runs. A needle of several is looked for in the texts that have all of its
 * runs, those at its ends as parts of longer ones.
 *
 * Compiled to flat arrays: HOT, for every word of every query (bench/search.ts).
 */
export interface WordIndex {
  /** Every run with a line break after it, sorted by code units. */
  readonly joined: string
  /** Where each run begins in `joined`; one more for the end. */
  readonly starts: Int32Array
  /** Where the texts of each run begin in `postings`; one more for the end. */
  readonly offsets: Int32Array
  /** Of each run: the numbers of its texts as differences, seven bits a byte. */
  readonly postings: Uint8Array
  /** How many texts there are. */
  readonly size: number
}

/** Indexes texts in normal form. */
export function buildWordIndex(texts: readonly string[]): WordIndex {
  const numbering = runNumbering()
  const { runs } = numbering
  // Of each run: its last text and the last link of the chain of its texts, both and one.
  let last = new Int32Array(1 << 12)
  let heads = new Int32Array(1 << 12)
  // Links of chains: the link before, and one, and the text.
  let links = new Int32Array(1 << 12)
  let linked = new Int32Array(1 << 12)
  let used = 0
  let text = 0
  const visit = (run: number): void => {
    if (run >= last.length) {
      last = grown(last)
      heads = grown(heads)
    }
    if (last[run] === text + 1) return
    last[run] = text + 1
    if (used === links.length) {
      links = grown(links)
      linked = grown(linked)
    }
    links[used] = heads[run] ?? 0
    linked[used] = text
    heads[run] = ++used
  }
  for (; text < texts.length; text++) numbering.numbersOf(texts[text] ?? '', visit)

  const order = sortedNumbers(runs)
  const starts = new Int32Array(runs.length + 1)
  const offsets = new Int32Array(runs.length + 1)
  const writer = byteWriter()
  let chain = new Int32Array(1 << 12)
  for (let i = 0; i < order.length; i++) {
    const run = order[i] ?? 0
    starts[i + 1] = (starts[i] ?? 0) + (runs[run] ?? '').length + 1
    let length = 0
    for (let link = heads[run] ?? 0; link > 0; link = links[link - 1] ?? 0) {
      if (length === chain.length) chain = grown(chain)
      chain[length++] = linked[link - 1] ?? 0
    }
    let previous = 0
    while (length > 0) {
      const next = chain[--length] ?? 0
      writer.number(next - previous)
      previous = next
    }
    offsets[i + 1] = writer.length
  }
  const joined = order.map(run => `${runs[run]}\n`).join('')
  return { joined, starts, offsets, postings: writer.bytes().slice(), size: texts.length }
}

/** The numbers of runs in the order of their code units. */
function sortedNumbers(runs: readonly string[]): readonly number[] {
  const numbers = new Map(runs.map((run, number) => [run, number]))
  // Without a function to compare by, sorting is three times as fast.
  return runs.toSorted().map(run => numbers.get(run) ?? 0)
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const next = new Int32Array(array.length * 2)
  next.set(array)
  return next
}

/** A run of a needle, and whether it must be a run’s beginning and end in the text, too. */
interface NeedleRun {
  readonly text: string
  readonly isOpening: boolean
  readonly isEnding: boolean
}

/**
 * Calls back for every text in which the needle stands, perhaps several times; the best of the fits that it is
 * called with is the fit of one of its places. Texts that `isWanted` turns down may be left out.
 */
export function findTexts(
  index: WordIndex,
  needle: Needle,
  texts: readonly string[],
  visit: (text: number, fit: Fit) => void,
  isWanted: (text: number) => boolean = () => true,
): void {
  const runs = needleRuns(needle)
  const [only] = runs
  if (only === undefined) return
  if (runs.length === 1) {
    eachWord(index, only, (word, fit) => eachText(index, word, text => visit(text, fit)))
    return
  }
  for (const text of candidatesOf(index, runs)) {
    if (!isWanted(text)) continue
    const content = texts[text] ?? ''
    const at = findNeedle(content, needle)
    if (at >= 0) visit(text, fitAt(content, at, needle.text.length))
  }
}

function needleRuns({ text, mode }: Needle): readonly NeedleRun[] {
  const runs = runsOf(text)
  // A run of other characters has no word that it could begin or end in the middle of.
  const bounded = (run: string): boolean => /[a-z0-9]|[^\0-\x7f]/.test(run)
  return runs.map((run, i) => ({
    text: run,
    isOpening: i > 0 || (mode !== 'inside' && bounded(run)),
    isEnding: i < runs.length - 1 || (mode === 'whole' && bounded(run)),
  }))
}

/** Texts, in order, that have all runs of the needle, as far as it pays to find out. */
function candidatesOf(index: WordIndex, runs: readonly NeedleRun[]): readonly number[] {
  // One or two characters at an end are in nearly every text, and cost a look at every run.
  const telling = runs.filter(run => (run.isOpening && run.isEnding) || run.text.length > 2)
  const lists = (telling.length === 0 ? runs : telling)
    .map(run => wordsOf(index, run))
    .sort((a, b) => a.bytes - b.bytes)
    .slice(0, 8)
  // The step that a text passed last.
  const marks = new Uint8Array(index.size)
  let passed: readonly number[] = []
  for (const [i, { words, bytes }] of lists.entries()) {
    // To look into the texts that are left is cheaper than to read a long list.
    if (i > 0 && passed.length * 20 < bytes) break
    const next: number[] = []
    for (const word of words) {
      eachText(index, word, text => {
        if (marks[text] !== i) return
        marks[text] = i + 1
        next.push(text)
      })
    }
    passed = next
  }
  return passed
}

function wordsOf(
  index: WordIndex,
  run: NeedleRun,
): { readonly words: readonly number[]; readonly bytes: number } {
  const words: number[] = []
  let bytes = 0
  eachWord(index, run, word => {
    words.push(word)
    bytes += (index.offsets[word + 1] ?? 0) - (index.offsets[word] ?? 0)
  })
  return { words, bytes }
}

/** Calls back for every run of the index that has the needle’s run where it must be. */
function eachWord(
  index: WordIndex,
  { text, isOpening, isEnding }: NeedleRun,
  visit: (word: number, fit: Fit) => void,
): void {
  const { joined, starts } = index
  const count = starts.length - 1
  if (isOpening) {
    for (let word = firstFrom(index, text); word < count; word++) {
      const start = starts[word] ?? 0
      if (!joined.startsWith(text, start)) return
      const isWhole = (starts[word + 1] ?? 0) - start === text.length + 1
      if (isWhole || !isEnding) visit(word, isWhole ? 2 : 1)
      if (isEnding) return
    }
    return
  }
  const wanted = isEnding ? `${text}\n` : text
  for (let at = joined.indexOf(wanted); at >= 0; ) {
    const word = wordAt(starts, at)
    const start = starts[word] ?? 0
    const end = starts[word + 1] ?? joined.length
    const isWhole = end - start === text.length + 1
    visit(word, isWhole ? 2 : at === start ? 1 : 0)
    at = joined.indexOf(wanted, end)
  }
}

/** The first run that is not before `text`. */
function firstFrom({ joined, starts }: WordIndex, text: string): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (joined.slice(starts[middle] ?? 0, (starts[middle + 1] ?? 0) - 1) < text) low = middle + 1
    else high = middle
  }
  return low
}

/** The run that holds an offset of the joined ones. */
function wordAt(starts: Int32Array, offset: number): number {
  let low = 0
  let high = starts.length - 2
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

function eachText(
  { offsets, postings }: WordIndex,
  word: number,
  visit: (text: number) => void,
): void {
  const end = offsets[word + 1] ?? 0
  let text = 0
  for (let at = offsets[word] ?? 0; at < end; ) {
    let byte = postings[at++] ?? 0
    let difference = byte & 127
    for (let shift = 7; byte > 127; shift += 7) {
      byte = postings[at++] ?? 0
      difference |= (byte & 127) << shift
    }
    text += difference
    visit(text)
  }
}
