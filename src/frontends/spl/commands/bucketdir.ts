import { defineWidening, type SplCommandOf } from './command.ts'

export const bucketdir: SplCommandOf<'words'> = defineWidening({
  name: 'bucketdir',
  summary: 'Puts paths into fewer.',
  example: 'a=1 | bucketdir pathfield=source sizefield=n',
})
