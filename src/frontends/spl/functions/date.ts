import type { FunctionFamily } from './family.ts'

export const date: FunctionFamily = {
  names: 'now relative_time strftime strptime time'.split(' '),
  computed: {},
}
