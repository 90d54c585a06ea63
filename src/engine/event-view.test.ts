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
  const asked: string[] = []
  const view = viewOf(
    event,
    field => (field === 'Image' ? 'NewProcessName' : field),
    (field, value) => {
      asked.push(field)
      return field === 'ProcessId' ? Number(value) : value
    },
  )
  expect(view.values('Image')).toEqual(['x'])
  expect(view.values('Image')).toEqual(['x'])
  expect(view.values('ProcessId')).toEqual([16])
  expect(view.values('Nowhere')).toBeUndefined()
  expect(asked).toEqual(['Image', 'ProcessId'])
  expect([...view.allValues()]).toEqual(['x', '0x10', 'a', null])
})
