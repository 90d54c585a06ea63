import { type EqlFunction, manyArguments } from './function.ts'

/** Whether any of the values is a member of the array, whatever its case. */
export const arrayContains: EqlFunction = {
  name: 'arrayContains',
  minArguments: 2,
  maxArguments: manyArguments,
  result: 'boolean',
  hasCaseForm: true,
  isOfOtherDialect: true,
}

/** Whether a condition holds for any member of an array: `arraySearch(field, name, condition)`. */
export const arraySearch: EqlFunction = {
  name: 'arraySearch',
  minArguments: 3,
  maxArguments: 3,
  result: 'boolean',
  isOfOtherDialect: true,
}

/** For how many members of an array a condition holds: `arrayCount(field, name, condition)`. */
export const arrayCount: EqlFunction = {
  name: 'arrayCount',
  minArguments: 3,
  maxArguments: 3,
  result: 'number',
  isOfOtherDialect: true,
}
