import { defineShape, type SplCommandOf } from './command.ts'

export const fieldformat: SplCommandOf<'words'> = defineShape({
  name: 'fieldformat',
  summary: 'Says how a field is shown.',
  example: 'a=1 | fieldformat t=strftime(t, "%F")',
})
