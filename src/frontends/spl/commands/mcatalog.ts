import { defineSource, type SplCommandOf } from './command.ts'

export const mcatalog: SplCommandOf<'words'> = defineSource({
  name: 'mcatalog',
  summary: 'Lists metrics.',
  example: '| mcatalog values(metric_name) where index=a',
})
