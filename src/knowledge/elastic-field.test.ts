import { expect, test } from 'vitest'
import { isAnalysedField, isDateField } from './elastic-field.ts'

test.each([
  ['message', true],
  ['powershell.file.script_block_text', true],
  ['process.command_line.text', true],
  ['process.command_line', false],
  ['winlog.event_data.text', true],
  ['text', false],
])('“%s” is analysed: %s', (field, expected) => {
  expect(isAnalysedField(field)).toBe(expected)
})

test.each([
  ['@timestamp', true],
  ['event.created', true],
  ['file.mtime', true],
  ['process.start', true],
  ['start', false],
  ['event.action', false],
])('“%s” holds instants: %s', (field, expected) => {
  expect(isDateField(field)).toBe(expected)
})
