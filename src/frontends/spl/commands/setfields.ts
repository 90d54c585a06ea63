import { defineWidening, type SplCommandOf } from './command.ts'

export const setfields: SplCommandOf<'words'> = defineWidening({
  name: 'setfields',
  summary: 'Sets fields to values.',
  example: 'a=1 | setfields b="1"',
})
