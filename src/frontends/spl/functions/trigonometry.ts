import type { FunctionFamily } from './family.ts'

export const trigonometry: FunctionFamily = {
  names: 'acos acosh asin asinh atan atan2 atanh cos cosh hypot sin sinh tan tanh'.split(' '),
  computed: {},
}
