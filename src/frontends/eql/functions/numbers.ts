import type { EqlFunction } from './function.ts'

/** “Returns the sum of two provided addends.” */
export const add: EqlFunction = {
  name: 'add',
  minArguments: 2,
  maxArguments: 2,
  result: 'number',
  operation: 'add',
}

/** “Returns the difference between a provided minuend and subtrahend.” */
export const subtract: EqlFunction = {
  name: 'subtract',
  minArguments: 2,
  maxArguments: 2,
  result: 'number',
  operation: 'subtract',
}

/** “Returns the product of two provided factors.” */
export const multiply: EqlFunction = {
  name: 'multiply',
  minArguments: 2,
  maxArguments: 2,
  result: 'number',
  operation: 'multiply',
}

/** “Returns the quotient of a provided dividend and divisor”, rounded if both are whole numbers. */
export const divide: EqlFunction = {
  name: 'divide',
  minArguments: 2,
  maxArguments: 2,
  result: 'number',
  operation: 'divide',
}

/** “Returns the remainder of the division of a provided dividend and divisor.” */
export const modulo: EqlFunction = {
  name: 'modulo',
  minArguments: 2,
  maxArguments: 2,
  result: 'number',
  operation: 'modulo',
}

/** “Converts a string to the corresponding integer or float.” */
export const number: EqlFunction = {
  name: 'number',
  minArguments: 1,
  maxArguments: 2,
  result: 'number',
  operation: 'to_number',
}
