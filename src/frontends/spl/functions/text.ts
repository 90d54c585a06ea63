import { findConstant } from '../constant.ts'
import { call, type FunctionFamily, ofText, textOf, whole } from './family.ts'

export const text: FunctionFamily = {
  names: 'len lower ltrim replace rtrim spath substr trim upper urldecode'.split(' '),
  computed: {
    len: ofText('length'),
    lower: ofText('to_lower'),
    upper: ofText('to_upper'),
    trim: ofText('trim'),
    replace: ([value, pattern, replacement, ...rest], place) => {
      const source = pattern && findConstant(pattern)
      const put = replacement && findConstant(replacement)
      if (value === undefined || rest.length > 0) return undefined
      if (typeof source !== 'string' || typeof put !== 'string') return undefined
      // A group is `\1` here and `$1` in the logic.
      const template = put.replace(/\\(\d)|([$\\])/g, (_, digit?: string, mark?: string) =>
        digit === undefined ? `\\${mark}` : `$${digit}`,
      )
      return call('replace_regex', [
        textOf(value, place),
        { kind: 'constant', value: source },
        { kind: 'constant', value: template },
      ])
    },
    substr: ([value, start, length, ...rest], place) => {
      const from = start && findConstant(start)
      const count = length === undefined ? undefined : findConstant(length)
      if (value === undefined || rest.length > 0) return undefined
      // “The index of the first character is 1”; from the end it is not followed here.
      if (typeof from !== 'number' || from < 1) return undefined
      if (length !== undefined && (typeof count !== 'number' || count < 0)) return undefined
      const ends = typeof count === 'number' ? [whole(from - 1 + count)] : []
      return call('substring', [textOf(value, place), whole(from - 1), ...ends])
    },
  },
}
