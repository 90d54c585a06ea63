import { once } from '../base/index.ts'
import { type EventType, findEventTypeByKey } from './event-type.ts'

/** Which of the common schema’s kinds of events the rules of a category see. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^(?:process_|create_remote_thread)/, 'process'],
  [/^(?:file_|create_stream_hash)/, 'file'],
  [/^registry_/, 'registry'],
  [/^network_connection$/, 'network'],
  [/^(?:image|driver)_load$/, 'library'],
  [/^dns/, 'dns'],
]

/**
 * The canonical name of a field of the Elastic Common Schema, in rules of these categories or of AWS
 * CloudTrail: `process.executable` is `Image`. `undefined` for a field that has none, or that the
 * categories do not agree on.
 */
export function findEcsAlias(
  words: {
    readonly category?: string
    readonly service?: string
  },
  field: string,
): string | undefined {
  if (!field.includes('.')) return undefined
  const categories = words.category?.toLowerCase().split(',') ?? []
  const known = categories.flatMap(category => {
    return kinds.flatMap(([pattern, kind]) => (pattern.test(category.trim()) ? [kind] : []))
  })
  const all = words.service?.toLowerCase() === 'cloudtrail' ? ['cloudtrail'] : known
  const names = new Set(all.flatMap(kind => aliasesOf(kind).get(field.toLowerCase()) ?? []))
  const [only] = names
  return names.size === 1 ? only : undefined
}

const aliases: () => Map<string, ReadonlyMap<string, string>> = once(() => new Map())

function aliasesOf(kind: string): ReadonlyMap<string, string> {
  const known = aliases().get(kind)
  if (known !== undefined) return known
  const type = findEventTypeByKey(`ecs/ecs/Elastic Common Schema/${kind}`)
  const made = type === undefined ? new Map<string, string>() : reversed(type)
  aliases().set(kind, made)
  return made
}

/** The first name of several: `QueryName` rather than `query`. */
function reversed({ renames }: EventType): ReadonlyMap<string, string> {
  const made = new Map<string, string>()
  for (const [name, own] of Object.entries(renames)) {
    if (!made.has(own.toLowerCase())) made.set(own.toLowerCase(), name)
  }
  return made
}
