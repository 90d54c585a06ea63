import { defineWidening, type SplCommandOf } from './command.ts'

export const anomalousvalue: SplCommandOf<'words'> = defineWidening({
  name: 'anomalousvalue',
  summary: 'Finds rare values.',
  example: 'a=1 | anomalousvalue b',
})
