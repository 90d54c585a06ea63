import type { Span } from '../../base/index.ts'
import { unescapeText } from './escapes.ts'
import type { SplArgument, SplSubsearch, SplWord } from './syntax.ts'

/** The words of a command, options (`span=5m`) apart. */
export interface Words {
  readonly options: ReadonlyMap<string, SplWord>
  readonly rest: readonly SplWord[]
  readonly subsearches: readonly SplSubsearch[]
}

/** Takes options out of words; what stands inside brackets belongs to something else. */
export function readWords(list: readonly SplArgument[]): Words {
  const options = new Map<string, SplWord>()
  const rest: SplWord[] = []
  const subsearches: SplSubsearch[] = []
  let depth = 0
  for (let i = 0; i < list.length; i++) {
    const word = list[i]
    if (word === undefined) continue
    if (word.kind === 'subsearch') {
      subsearches.push(word)
      continue
    }
    if (isSymbol(word, '(')) depth++
    if (isSymbol(word, ')')) depth--
    const value = list[i + 2]
    if (depth === 0 && word.kind === 'word' && isSymbol(list[i + 1], '=') && isWord(value)) {
      options.set(word.value.toLowerCase(), value)
      i += 2
    } else rest.push(word)
  }
  return { options, rest, subsearches }
}

export function isSymbol(argument: SplArgument | undefined, symbol: string): boolean {
  return argument?.kind === 'symbol' && argument.value === symbol
}

function isWord(argument: SplArgument | undefined): argument is SplWord {
  return argument?.kind === 'word' || argument?.kind === 'text'
}

/** The text that a word is, quotation marks and escapes read. */
export function wordText(word: SplWord): string {
  return word.kind === 'text' ? unescapeText(word.value) : word.value
}

export function option(words: Words, name: string): string | undefined {
  const found = words.options.get(name)
  return found === undefined ? undefined : wordText(found)
}

/** Words and texts, whatever separates them. */
export function namesIn(list: readonly SplArgument[]): readonly string[] {
  return list.filter(isWord).map(wordText)
}

/** Whether a word is this keyword, in whichever case. */
export function isKeyword(
  argument: SplArgument | undefined,
  ...keywords: readonly string[]
): boolean {
  return argument?.kind === 'word' && keywords.includes(argument.value.toLowerCase())
}

/** `a as b, c as d`: names in pairs, and names alone. */
export function readPairs(
  list: readonly SplArgument[],
): readonly { readonly from: string; readonly to: string; readonly span: Span }[] {
  const found: { from: string; to: string; span: Span }[] = []
  const words = list.filter(word => !isSymbol(word, ','))
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    if (!isWord(word)) continue
    const target = words[i + 2]
    if (isKeyword(words[i + 1], 'as') && isWord(target)) {
      found.push({ from: wordText(word), to: wordText(target), span: word.span })
      i += 2
    } else found.push({ from: wordText(word), to: wordText(word), span: word.span })
  }
  return found
}

const units: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  secs: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  mins: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hr: 3600,
  hrs: 3600,
  hour: 3600,
  hours: 3600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
  w: 604_800,
  week: 604_800,
  weeks: 604_800,
}

/** Seconds of `10m`, `1h`, `300`, `2d@d`; `undefined` if it is no span of a fixed length. */
export function parseTimeSpan(text: string): number | undefined {
  const [, count = '', unit = ''] = /^(\d*)([a-z]*)(?:@\w*)?$/i.exec(text.trim()) ?? []
  if (count === '' && unit === '') return undefined
  const size =
    unit === ''
      ? 1
      : Object.hasOwn(units, unit.toLowerCase())
        ? units[unit.toLowerCase()]
        : undefined
  return size === undefined ? undefined : (count === '' ? 1 : Number(count)) * size
}

/** How many seconds ago `-24h` or `-70m@m` is, what it is rounded to apart. */
export function parseAge(text: string): number | undefined {
  const [, span] = /^\s*-(\d*[a-z]+)(?:@\w*)?\s*$/i.exec(text) ?? []
  return span === undefined ? undefined : parseTimeSpan(span)
}
