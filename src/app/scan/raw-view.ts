import { type Binding, type EventView, type FieldIndex, readRawValues } from '../../engine/index.ts'
import { type RawEvent, type Scalar, valueKinds } from '../../ir/index.ts'

/**
 * A raw event in the words of rules, for explaining a match: only the fields that the rule asks for are
 * read. It is good as long as the event is.
 */
export function rawView(
  event: RawEvent,
  fields: FieldIndex,
  slots: readonly string[],
  binding: Binding,
): EventView {
  return {
    values(field) {
      const slot = slots.indexOf(field)
      return slot < 0 ? undefined : readRawValues(event, fields, binding, slot)
    },
    allValues() {
      const values: Scalar[] = []
      for (let entry = 0; entry < event.count; entry++) {
        const kind = event.kinds[entry]
        if (kind === valueKinds.null) values.push(null)
        else if (kind !== valueKinds.none) values.push(event.textOf(entry))
      }
      return values
    },
  }
}
