import { foldCase } from '../base/index.ts'

/**
 * Texts as search compares them: without case, and with one space for any run of white space. A *run* is a
 * maximal piece of either letters and digits or of other characters, spaces apart; the words of an index are
 * runs, so that punctuation can be searched for like anything else.
 *
 *     C:\Temp\frpc.exe -c  →  c  :\  temp  \  frpc  .  exe  -  c
 */

/** The form in which texts and what is searched for are compared. Half characters are lost: no UTF-8 holds them. */
export function normalText(text: string): string {
  const whole = /[\ud800-\udfff]/.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text
  // As /\s+/g, without the single spaces, which are many.
  return foldCase(whole.replace(/ ?[^\S ]\s*| {2}\s*/g, ' ').trim())
}

const space = 0
const letter = 1
const other = 2

/** What a UTF-16 code unit is; everything beyond ASCII is a letter. */
const classes: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code === 32) return space
  return /[a-z0-9]/i.test(String.fromCharCode(code)) ? letter : other
})

function classOf(code: number): number {
  return code < 128 ? (classes[code] ?? other) : letter
}

/** Whether a letter or digit stands there. */
export function isLetterAt(text: string, index: number): boolean {
  return index >= 0 && index < text.length && classOf(text.charCodeAt(index)) === letter
}

/** The runs of a text in normal form, in their order. */
export function runsOf(text: string): readonly string[] {
  const runs: string[] = []
  for (let end = 0; end < text.length; ) {
    const start = end
    end = runEnd(text, start)
    if (text.charCodeAt(start) !== 32) runs.push(text.slice(start, end))
  }
  return runs
}

/** Where the run, or the space, that begins at an offset ends. */
function runEnd(text: string, start: number): number {
  const first = classOf(text.charCodeAt(start))
  let end = start + 1
  while (end < text.length && classOf(text.charCodeAt(end)) === first) end++
  return end
}

/** Numbers runs, from 0 on in the order in which they first come. */
export interface RunNumbering {
  readonly runs: readonly string[]
  /** The numbers of the runs of a text in normal form, in their order. */
  numbersOf(text: string, visit: (number: number) => void): void
}

/**
 * HOT: over every text when an index is built. A hash table of its own, since a map would need every run as a
 * string, where nearly all of them are known.
 */
export function runNumbering(): RunNumbering {
  const runs: string[] = []
  let hashes = new Int32Array(1 << 10)
  // A number and one, or 0 where nothing is; as large as `hashes` four times.
  let table = new Int32Array(1 << 12)
  const place = (hash: number): number => (Math.imul(hash, 0x9e3779b1) >>> 7) & (table.length - 1)
  const grow = (): void => {
    const larger = new Int32Array(hashes.length * 2)
    larger.set(hashes)
    hashes = larger
    table = new Int32Array(hashes.length * 4)
    for (let number = 0; number < runs.length; number++) {
      let at = place(hashes[number] ?? 0)
      while (table[at] !== 0) at = (at + 1) & (table.length - 1)
      table[at] = number + 1
    }
  }
  const isRun = (run: string, text: string, start: number): boolean => {
    for (let i = 0; i < run.length; i++) {
      if (run.charCodeAt(i) !== text.charCodeAt(start + i)) return false
    }
    return true
  }
  const numberOf = (text: string, start: number, end: number, hash: number): number => {
    let at = place(hash)
    for (;;) {
      const number = (table[at] ?? 0) - 1
      if (number < 0) break
      const run = runs[number] ?? ''
      if (hashes[number] === hash && run.length === end - start && isRun(run, text, start)) {
        return number
      }
      at = (at + 1) & (table.length - 1)
    }
    const number = runs.length
    if (number === hashes.length) {
      grow()
      at = place(hash)
      while (table[at] !== 0) at = (at + 1) & (table.length - 1)
    }
    table[at] = number + 1
    hashes[number] = hash
    runs.push(text.slice(start, end))
    return number
  }
  return {
    runs,
    numbersOf(text, visit) {
      let start = 0
      let hash = 0
      let current = space
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i)
        const next = classOf(code)
        if (next !== current) {
          if (current !== space) visit(numberOf(text, start, i, hash))
          start = i
          current = next
          hash = 0
        }
        hash = (Math.imul(hash, 31) + code) | 0
      }
      if (current !== space) visit(numberOf(text, start, text.length, hash))
    },
  }
}
