import { defineOutput, type SplCommandOf } from './command.ts'

export const outputtext: SplCommandOf<'words'> = defineOutput({
  name: 'outputtext',
  summary: 'Puts the event’s text into a field.',
  example: 'a=1 | outputtext',
})
