import type { WireCorrelationMatch, WireEvent, WireMatch } from '../app/index.ts'

/** The event that a match is filed under: its own, or the last of a correlation’s, which completed it. */
export function eventOf(match: WireMatch): WireEvent {
  if ('event' in match) return match.event
  return match.events.at(-1) ?? { file: '' }
}

/** What a match rests on, in one line: its tests, or what the events have in common. */
export function reasonsOf(match: WireMatch): string {
  if ('events' in match) return correlationText(match)
  const { rule, tests } = match
  const note = rule.filterAlone === undefined ? [] : [filterAloneText(rule.filterAlone)]
  return [...note, ...tests.map(t => `${t.field} ${t.kind} ${t.value}`)].join('; ')
}

/** That a match is none of the whole rule. */
export function filterAloneText(reason: string): string {
  return `ONLY THE FILTER OF THE RULE WAS APPLIED: it ${reason}`
}

/** `12 events with IpAddress 10.0.0.1, value 10`. */
export function correlationText(match: WireCorrelationMatch): string {
  const { eventCount, value, results } = match
  const group = groupText(match)
  const isTold = results === undefined && value !== undefined && value !== eventCount
  return [
    `${eventCount} ${eventCount === 1 ? 'event' : 'events'}${group === '' ? '' : ` with ${group}`}`,
    ...(isTold ? [`value ${value}`] : []),
    ...(results === undefined ? [] : [resultsText(match)]),
  ].join(', ')
}

/** How many values of a result a line has. */
const mostValues = 5

/** `n 12; names alice, bob`. */
export function resultsText({ results = {} }: WireCorrelationMatch): string {
  return Object.entries(results)
    .map(([name, result]) => {
      const values = Array.isArray(result) ? result : [result]
      const more = values.length > mostValues ? ', …' : ''
      return `${name} ${values.slice(0, mostValues).join(', ')}${more}`
    })
    .join('; ')
}

/** `IpAddress 10.0.0.1; User alice`. */
export function groupText({ group }: WireCorrelationMatch): string {
  return Object.entries(group)
    .map(([field, value]) => `${field} ${value}`)
    .join('; ')
}
