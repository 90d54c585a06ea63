import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRawFields } from '../../test/support/raw-fields.ts'
import { builtRawEvent, type LogEvent, nameTable, valueKinds } from './index.ts'

const scalar = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
)

test('a raw event holds the fields and the values of the built one', () => {
  const names = nameTable()
  const raw = builtRawEvent(names)
  const fields = fc.uniqueArray(fc.tuple(fc.string(), fc.array(scalar, { maxLength: 3 })), {
    selector: ([name]) => name,
    maxLength: 100,
  })
  fc.assert(
    fc.property(fields, entries => {
      const event: LogEvent = { header: {}, fields: new Map(entries) }
      raw.set(event)
      expect(readRawFields(raw, names)).toEqual(
        entries.map(([name, values]) => [
          name,
          values.map(value => (value === null ? null : String(value))),
        ]),
      )
      expect(raw.toEvent()).toBe(event)
    }),
  )
})

test('what only the header says has an entry behind the fields', () => {
  const names = nameTable()
  const raw = builtRawEvent(names)
  raw.set({
    header: { eventId: '7', time: '2024-05-01T00:00:00Z' },
    fields: new Map([['A', ['b']]]),
  })
  expect(raw.count).toBe(1)
  expect(raw.textOf(raw.eventId)).toBe('7')
  expect(raw.kinds[raw.eventId]).toBe(valueKinds.utf16)
  expect([raw.provider, raw.channel]).toEqual([-1, -1])
  expect(raw.time()).toBe(Date.parse('2024-05-01T00:00:00Z'))
})

test('names past the limit of a table have the number -1', () => {
  const names = nameTable(1)
  expect([names.idOf('a'), names.idOf('b'), names.idOf('a'), names.find('b')]).toEqual([
    0, -1, 0, -1,
  ])
})
