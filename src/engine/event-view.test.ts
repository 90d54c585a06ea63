import { expect, test } from 'vitest'
import { makeEvent } from '../../test/support/make-test.ts'
import { plainView, viewOf } from './event-view.ts'

const event = makeEvent({ NewProcessName: 'x', ProcessId: '0x10', Empty: [], Many: ['a', null] })

test('a plain view has the event’s own names', () => {
  const view = plainView(event)
  expect(view.values('NewProcessName')).toEqual(['x'])
  expect(view.values('Image')).toBeUndefined()
  expect(view.values('Empty')).toEqual([])
  expect([...view.allValues()]).toEqual(['x', '0x10', 'a', null])
})

test('a view with names and values as rules write them asks by the rule’s name', () => {
  const view = viewOf(
    event,
    field => (field === 'Image' ? 'NewProcessName' : field),
    (field, values) => (field === 'ProcessId' ? values.map(Number) : values),
  )
  expect(view.values('Image')).toEqual(['x'])
  expect(view.values('Nowhere')).toBeUndefined()
  expect([...view.allValues()]).toEqual(['x', '0x10', 'a', null])
})

test('a value in other words stands beside the event’s own', () => {
  const view = viewOf(
    event,
    field => field,
    (field, values) => (field === 'ProcessId' ? values.map(Number) : values),
  )
  expect(view.values('ProcessId')).toEqual([16, '0x10'])
})
