import type { FunctionFamily } from './family.ts'

export const statistical: FunctionFamily = {
  names: 'avg max min random stdev variance'.split(' '),
  computed: {},
}
