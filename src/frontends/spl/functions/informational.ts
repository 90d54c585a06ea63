import type { FunctionFamily } from './family.ts'

export const informational: FunctionFamily = {
  names:
    'cluster getfields isarray isbool isdouble isint ismv isnotnull isnull isnum isobject isstr typeof'.split(
      ' ',
    ),
  computed: {},
}
