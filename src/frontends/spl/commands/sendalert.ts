import { defineOutput, type SplCommandOf } from './command.ts'

export const sendalert: SplCommandOf<'words'> = defineOutput({
  name: 'sendalert',
  summary: 'Runs an action of alerts.',
  example: 'a=1 | sendalert risk param._risk_score=5',
})
