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

test('a view gives what it is told for a field, and keywords what stands in the event', () => {
  const view = viewOf(event, field => (field === 'Image' ? ['y'] : undefined))
  expect(view.values('Image')).toEqual(['y'])
  expect(view.values('NewProcessName')).toBeUndefined()
  expect([...view.allValues()]).toEqual(['x', '0x10', 'a', null])
})
