import { call, type FunctionFamily, numberOf, ofNumber } from './family.ts'

export const mathematical: FunctionFamily = {
  names: 'abs ceil ceiling exact exp floor ln log pi pow round sigfig sqrt sum'.split(' '),
  computed: {
    abs: ofNumber('abs'),
    ceil: ofNumber('ceil'),
    ceiling: ofNumber('ceil'),
    floor: ofNumber('floor'),
    round: (args, place) =>
      args.length > 2
        ? undefined
        : call(
            'round',
            args.map(argument => numberOf(argument, place)),
          ),
  },
}
