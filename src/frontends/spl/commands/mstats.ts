import type { SplCommandOf } from './command.ts'
import { lowerTstats } from './tstats.ts'

export const mstats: SplCommandOf<'tstats'> = {
  name: 'mstats',
  summary: 'Computes statistics of metrics.',
  grammar: 'tstats',
  example: '| mstats avg(cpu.idle) where index=m by host span=1m',
  lower: (command, lowering) => lowerTstats(command, lowering),
}
