import type { WireMatch, WireRuleReference } from '../../app/index.ts'
import { eventOf, reasonsOf } from '../match-text.ts'
import type { MatchWriter, Write } from './match-writer.ts'

/**
 * JUnit’s XML, one document: every rule that was run is a test, and fails when it matched, so that a
 * CI shows detections as it shows failing tests. How long it took is left out, so that the same logs give
 * the same bytes.
 */
export function junitWriter(write: Write): MatchWriter {
  const matches = new Map<string, WireMatch[]>()
  return {
    match(match) {
      const key = keyOf(match.rule)
      const known = matches.get(key)
      if (known === undefined) matches.set(key, [match])
      else known.push(match)
    },
    end(scan) {
      const rules = scan.rules()
      const counts = `tests="${rules.length}" failures="${matches.size}" errors="0"`
      write('<?xml version="1.0" encoding="UTF-8"?>\n')
      write(`<testsuites ${counts}>\n<testsuite name="Indicia" ${counts}>\n`)
      for (const rule of rules) write(testCase(rule, matches.get(keyOf(rule)) ?? []))
      write('</testsuite>\n</testsuites>\n')
    },
  }
}

/** An id is unique per source only. */
function keyOf({ id, path }: WireRuleReference): string {
  return `${id}\n${path}`
}

function testCase(rule: WireRuleReference, matches: readonly WireMatch[]): string {
  const head = `<testcase classname="${escapeXml(rule.vendor)}" name="${escapeXml(`${rule.title} (${rule.id})`)}"`
  if (matches.length === 0) return `${head}/>\n`
  const message = `${matches.length} ${matches.length === 1 ? 'match' : 'matches'}`
  const lines = matches.map(matchLine).map(escapeXml).join('\n')
  const type = escapeXml(rule.level ?? 'informational')
  return `${head}>\n<failure message="${message}" type="${type}">${lines}</failure>\n</testcase>\n`
}

function matchLine(match: WireMatch): string {
  const event = eventOf(match)
  const place = event.record === undefined ? event.file : `${event.file}#${event.record}`
  return [event.time, place, event.computer, reasonsOf(match)].filter(Boolean).join(' ')
}

/** Text for XML 1.0, which cannot hold most control characters at all: they become `�`. */
function escapeXml(text: string): string {
  return (
    text
      .replace(/\p{Surrogate}/gu, '\ufffd')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  )
}
