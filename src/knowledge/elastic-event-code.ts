import { type EventType, findEventType } from './event-type.ts'
import { viewOfType } from './event-views.ts'
import type { LogWords } from './join-log-sources.ts'

/** The channels that rules of Elastic’s name event ids of, without saying so. */
const channels = [
  'Microsoft-Windows-Sysmon/Operational',
  'Security',
  'System',
  'Microsoft-Windows-PowerShell/Operational',
]

/**
 * The logs of the events of Windows with these ids; `undefined` when one is unknown, or when the events are
 * not all that the rule is about: they have not every category that it asks for.
 */
export function sourcesOfEventCodes(
  codes: readonly string[],
  categories: readonly string[],
): readonly LogWords[] | undefined {
  const types = codes.map(findCode)
  if (types.length === 0 || !types.every(type => type !== undefined)) return undefined
  const known = new Set(
    types.flatMap(type => viewOfType(type).findConstant('event.category') ?? []),
  )
  return categories.every(category => known.has(category)) ? types.map(sourceOf) : undefined
}

function findCode(code: string): EventType | undefined {
  for (const channel of channels) {
    const type = findEventType(channel, code)
    if (type !== undefined) return type
  }
  return undefined
}

function sourceOf({ categories, services }: EventType): LogWords {
  const [category] = categories
  const [service] = services
  if (category !== undefined) return { product: 'windows', category: category.name }
  return service === undefined ? { product: 'windows' } : { product: 'windows', service }
}
