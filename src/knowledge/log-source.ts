import type { LogSource } from '../ir/index.ts'
import { allChannels, type Category, type EventType, eventTypes } from './event-type.ts'
import { perLogSource } from './per-log-source.ts'

/** What a log belongs to in Sigma’s words; event types and recognised events both have it. */
export interface Membership {
  readonly products: readonly string[]
  readonly services: readonly string[]
  readonly categories: readonly Category[]
}

/** The event types of a log source; none when nothing known has it. */
export interface LogSourceEvents {
  readonly isKnown: boolean
  readonly types: readonly EventType[]
}

/**
 * The event types that rules of a log source can see. It is known when there is at least one.
 *
 * Each word that the log source has must fit, in any case: a product, a category and a service
 * together mean events that have all three. A word may be a list with commas (`system,security`),
 * as some rule sets write it; any of its members fits then.
 */
export const eventTypesOf: (logSource: LogSource) => LogSourceEvents = perLogSource(logSource => {
  if (!namesAnything(logSource)) return { isKnown: false, types: [] }
  const belongs = membershipTest(logSource)
  const types = eventTypes().filter(type => type.shippedAs === undefined && belongs(type))
  return { isKnown: types.length > 0, types }
})

/** The channels of a log source’s services; empty for one that names no service of a channel. */
export function channelsOf(logSource: LogSource): readonly string[] {
  const { product, service } = logSource
  if (service === undefined || service === '') return []
  const belongs = membershipTest({
    ...(product === undefined ? {} : { product }),
    service,
  })
  return allChannels()
    .filter(channel => belongs({ ...channel, categories: [] }))
    .map(channel => channel.name)
}

/** Whether the log source names a product, a category or a service at all. */
export function namesAnything(logSource: LogSource): boolean {
  return [logSource.product, logSource.category, logSource.service].some(
    word => word !== undefined && word.trim() !== '',
  )
}

/** Whether every word of a log source fits. `holds` decides about a category’s condition. */
export function membershipTest(
  logSource: LogSource,
): (member: Membership, holds?: (category: Category) => boolean) => boolean {
  const products = wordsOf(logSource.product)
  const services = wordsOf(logSource.service)
  const categories = wordsOf(logSource.category)
  const fits = (wanted: readonly string[], names: readonly string[]): boolean =>
    wanted.length === 0 || wanted.some(word => names.includes(word))
  return (member, holds = () => true) =>
    fits(products, member.products) &&
    fits(services, member.services) &&
    (categories.length === 0 ||
      member.categories.some(category => categories.includes(category.name) && holds(category)))
}

function wordsOf(text: string | undefined): readonly string[] {
  if (text === undefined) return []
  return text
    .toLowerCase()
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '')
}
