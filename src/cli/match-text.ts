import type { WireCorrelationMatch, WireEvent, WireMatch } from '../app/index.ts'

/** The event that a match is filed under: its own, or the last of a correlation’s, which completed it. */
export function eventOf(match: WireMatch): WireEvent {
  if ('event' in match) return match.event
  return match.events.at(-1) ?? { file: '' }
}

/** What a match rests on, in one line: its tests, or what the events have in common. */
export function reasonsOf(match: WireMatch): string {
  if ('events' in match) return correlationText(match)
  return match.tests.map(t => `${t.field} ${t.kind} ${t.value}`).join('; ')
}

/** `12 events with IpAddress 10.0.0.1, value 10`. */
export function correlationText(match: WireCorrelationMatch): string {
  const { eventCount, value } = match
  const group = groupText(match)
  return [
    `${eventCount} ${eventCount === 1 ? 'event' : 'events'}${group === '' ? '' : ` with ${group}`}`,
    ...(value === undefined || value === eventCount ? [] : [`value ${value}`]),
  ].join(', ')
}

/** `IpAddress 10.0.0.1; User alice`. */
export function groupText({ group }: WireCorrelationMatch): string {
  return Object.entries(group)
    .map(([field, value]) => `${field} ${value}`)
    .join('; ')
}
