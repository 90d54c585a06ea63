import { defineSource, type SplCommandOf } from './command.ts'

export const ldapsearch: SplCommandOf<'words'> = defineSource({
  name: 'ldapsearch',
  summary: 'Asks a directory.',
  example: '| ldapsearch search="(objectClass=user)"',
})
