import { defineWidening, type SplCommandOf } from './command.ts'

export const summary: SplCommandOf<'words'> = defineWidening({
  name: 'summary',
  summary: 'Shows a model of machine learning.',
  example: '| summary model',
})
