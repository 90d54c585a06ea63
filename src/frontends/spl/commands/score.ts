import { defineWidening, type SplCommandOf } from './command.ts'

export const score: SplCommandOf<'words'> = defineWidening({
  name: 'score',
  summary: 'Scores a model of machine learning.',
  example: 'a=1 | score accuracy_score b against c',
})
