import { defineOutput, type SplCommandOf } from './command.ts'

export const sendemail: SplCommandOf<'words'> = defineOutput({
  name: 'sendemail',
  summary: 'Sends results by mail.',
  example: 'a=1 | sendemail to="a@b.c"',
})
