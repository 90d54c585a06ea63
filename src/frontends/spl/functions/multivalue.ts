import { not } from '../../../ir/index.ts'
import { findConstant } from '../constant.ts'
import type { FunctionFamily } from './family.ts'

export const multivalue: FunctionFamily = {
  names:
    'commands mvappend mvcount mvdedup mvfilter mvfind mvindex mvjoin mvmap mvrange mvsort mvzip split'.split(
      ' ',
    ),
  computed: {
    mvcount: ([value, ...rest], { lowering, compute }) => {
      const of = value && compute(value)
      if (of === undefined || value?.kind !== 'field' || rest.length > 0) return undefined
      // “If the field has no values, this function returns NULL.”
      const when = not(lowering.presence(lowering.quietOperand(value.name, value.span)))
      return {
        kind: 'choice',
        cases: [{ when, value: { kind: 'constant', value: null } }],
        otherwise: { kind: 'list', function: 'count', of },
      }
    },
    mvindex: ([value, index, ...rest], { compute }) => {
      const of = value && compute(value)
      const at = index && findConstant(index)
      if (of === undefined || rest.length > 0 || (at !== 0 && at !== -1)) return undefined
      return { kind: 'list', function: at === 0 ? 'first' : 'last', of }
    },
    mvjoin: ([value, separator, ...rest], { compute }) => {
      const of = value && compute(value)
      const text = separator && findConstant(separator)
      if (of === undefined || typeof text !== 'string' || rest.length > 0) return undefined
      return { kind: 'list', function: 'join', of, separator: text }
    },
  },
}
