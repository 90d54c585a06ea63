/** How vendors see native events, as it ships: the facts of `scripts/facts/event-views.yaml`. */

interface ViewFacts {
  readonly platform: string
  readonly channel?: string
  readonly provider?: string
  readonly constants?: Readonly<Record<string, readonly string[]>>
  readonly channelConstants?: Readonly<Record<string, readonly string[]>>
  readonly fields: Readonly<Record<string, string>>
  readonly events?: Readonly<Record<string, string>>
  readonly eventFields?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly eventConstants?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

export function toEventViewData(views: readonly ViewFacts[]): unknown {
  return views.map(({ events = {}, eventConstants = {}, ...view }) => {
    const ids = new Set([...Object.keys(events), ...Object.keys(eventConstants)])
    return {
      ...view,
      eventConstants: Object.fromEntries(
        [...ids].map(id => [id, { ...categories(events[id]), ...eventConstants[id] }]),
      ),
    }
  })
}

/** `process | start | Process creation, start`: what no event of the type says by itself. */
function categories(text = ''): Readonly<Record<string, readonly string[]>> {
  const lists = text.split('|').map(list => list.split(',').map(word => word.trim()))
  const names = ['event.category', 'event.type', 'event.action']
  return Object.fromEntries(
    names.flatMap((name, i) => {
      const words = (lists[i] ?? []).filter(word => word !== '')
      return words.length === 0 ? [] : [[name, words]]
    }),
  )
}
