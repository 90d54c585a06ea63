import { call, type FunctionFamily, numberOf, textOf } from './family.ts'

export const conversion: FunctionFamily = {
  names: 'ipmask printf tojson tonumber tostring toarray tobool todouble toint tomv toobject'.split(
    ' ',
  ),
  computed: {
    tonumber: ([value, base, ...rest], place) => {
      if (value === undefined || rest.length > 0) return undefined
      const number = place.compute(value)
      return call('to_number', base === undefined ? [number] : [number, numberOf(base, place)])
    },
    tostring: ([value, ...rest], place) =>
      value === undefined || rest.length > 0 ? undefined : textOf(value, place),
  },
}
