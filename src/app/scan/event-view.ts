import { type EventView, plainView, viewOf } from '../../engine/scan/index.ts'
import type { LogEvent, LogSource, Scalar } from '../../ir/index.ts'
import { type EventType, type FieldPlace, fieldView } from '../../knowledge/scan/index.ts'

/** The event in the words of a log source’s rules. */
export function eventView(
  event: LogEvent,
  type: EventType | undefined,
  logSource: LogSource,
): EventView {
  if (type === undefined) return plainView(event)
  return viewOf(event, field => {
    const { first, second, constant } = fieldView(type, field, logSource)
    const own = event.fields.get(first.name)
    if (own !== undefined) return convert(first, own) ?? constant
    const other = second && event.fields.get(second.name)
    return (second && other && convert(second, other)) ?? constant
  })
}

/** The values as rules write them; where rules have the event’s own too, these stand behind. */
function convert(place: FieldPlace, own: readonly Scalar[]): readonly Scalar[] | undefined {
  const values = place.convert === undefined ? own : place.convert(own)
  if (values === undefined || place.keepsOwn !== true) return values
  const isSame = values.length === own.length && values.every((value, i) => value === own[i])
  return isSame ? own : [...values, ...own]
}
