import { defineShape, type SplCommandOf } from './command.ts'

export const typer: SplCommandOf<'words'> = defineShape({
  name: 'typer',
  summary: 'Adds the event types.',
  example: 'a=1 | typer',
})
