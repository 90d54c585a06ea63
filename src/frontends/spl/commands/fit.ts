import { defineWidening, type SplCommandOf } from './command.ts'

export const fit: SplCommandOf<'words'> = defineWidening({
  name: 'fit',
  summary: 'Trains a model of machine learning.',
  example: 'a=1 | fit DensityFunction n into m',
})
