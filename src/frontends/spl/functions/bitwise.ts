import type { FunctionFamily } from './family.ts'

export const bitwise: FunctionFamily = {
  names: 'bit_and bit_not bit_or bit_shift_left bit_shift_right bit_xor'.split(' '),
  computed: {},
}
