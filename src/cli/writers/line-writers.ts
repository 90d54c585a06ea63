import type { WireMatch } from '../../app/index.ts'
import { eventOf } from '../match-text.ts'
import { csvHead, csvRow, renderMatch } from '../render-match.ts'
import type { Console } from '../terminal/console.ts'
import type { MatchWriter, Write } from './match-writer.ts'

/** For people: two lines a match, and what it rests on when asked. */
export function textWriter(
  write: Write,
  colors: Console['colors'],
  options: { readonly explains: boolean },
): MatchWriter {
  return { match: match => write(renderMatch(match, colors, options)), end() {} }
}

/** One JSON object a line. */
// HOT: for every match (large-600.evtx of bench/).
export function jsonWriter(write: Write): MatchWriter {
  const textOf = jsonTexts()
  let event: object | undefined
  let eventText = ''
  return {
    match(match) {
      if (!('event' in match)) {
        write(`${JSON.stringify(match)}\n`)
        return
      }
      if (match.event !== event) {
        event = match.event
        eventText = JSON.stringify(event)
      }
      const branch = match.branch === undefined ? '' : `"branch":${match.branch},`
      const tests = textOf(match.tests)
      write(`{"rule":${textOf(match.rule)},"event":${eventText},${branch}"tests":${tests}}\n`)
    },
    end() {},
  }
}

/**
 * Writes objects as JSON; of one that comes again, as rules and what they rest on do, the text is
 * remembered.
 */
function jsonTexts(): (value: object) => string {
  const texts = new WeakMap<object, string>()
  return value => {
    const known = texts.get(value)
    if (known !== undefined) return known
    const text = JSON.stringify(value)
    // Long values seldom come again, and remembered in vain they are moved about as garbage is collected.
    if (text.length <= longestKept) texts.set(value, text)
    return text
  }
}

const longestKept = 1024

/** A table with a head, in the order of finding. */
export function csvWriter(write: Write): MatchWriter {
  write(csvHead)
  return { match: match => write(csvRow(match)), end() {} }
}

/** The same table in the order of time, whichever file a match is from; without a time comes last. */
export function timelineWriter(write: Write): MatchWriter {
  const matches: WireMatch[] = []
  return {
    match: match => {
      matches.push(match)
    },
    end() {
      write(csvHead)
      for (const match of [...matches].sort(byTime)) write(csvRow(match))
    },
  }
}

function byTime(a: WireMatch, b: WireMatch): number {
  const aTime = eventOf(a).time ?? ''
  const bTime = eventOf(b).time ?? ''
  const first = Date.parse(aTime)
  const second = Date.parse(bTime)
  if (Number.isNaN(first) || Number.isNaN(second)) {
    return Number(Number.isNaN(first)) - Number(Number.isNaN(second))
  }
  // Logs are more precise than a Date: within a millisecond the digits decide.
  return first - second || compare(aTime, bTime)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
