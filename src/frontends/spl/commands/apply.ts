import { defineWidening, type SplCommandOf } from './command.ts'

export const apply: SplCommandOf<'words'> = defineWidening({
  name: 'apply',
  summary: 'Applies a model of machine learning.',
  example: 'a=1 | apply model threshold=0.1',
})
