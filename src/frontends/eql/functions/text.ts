import { type EqlFunction, manyArguments } from './function.ts'

/** “Extracts a substring that’s between a provided left and right text in a source string.” */
export const between: EqlFunction = {
  name: 'between',
  minArguments: 3,
  maxArguments: 4,
  result: 'text',
  operation: 'between',
  hasCaseForm: true,
}

/** “Returns a concatenated string of provided values.” */
export const concat: EqlFunction = {
  name: 'concat',
  minArguments: 1,
  maxArguments: manyArguments,
  result: 'text',
  operation: 'concat',
}

/** “Returns true if a source string ends with a provided substring.” */
export const endsWith: EqlFunction = {
  name: 'endsWith',
  minArguments: 2,
  maxArguments: manyArguments,
  result: 'boolean',
  operation: 'ends_with',
  hasCaseForm: true,
}

/** “Returns the first position of a provided substring in a source string”, or null. */
export const indexOf: EqlFunction = {
  name: 'indexOf',
  minArguments: 2,
  maxArguments: 3,
  result: 'number',
  operation: 'index_of',
  hasCaseForm: true,
}

/** “Returns the character length of a provided string, including whitespace and punctuation.” */
export const length: EqlFunction = {
  name: 'length',
  minArguments: 1,
  maxArguments: 1,
  result: 'number',
  operation: 'length',
}

/** “Returns true if a source string begins with a provided substring.” */
export const startsWith: EqlFunction = {
  name: 'startsWith',
  minArguments: 2,
  maxArguments: manyArguments,
  result: 'boolean',
  operation: 'starts_with',
  hasCaseForm: true,
}

/** “Converts a value to a string.” */
export const string: EqlFunction = {
  name: 'string',
  minArguments: 1,
  maxArguments: 1,
  result: 'text',
  operation: 'to_text',
}

/** “Returns true if a source string contains a provided substring”; an empty one it never does. */
export const stringContains: EqlFunction = {
  name: 'stringContains',
  minArguments: 2,
  maxArguments: manyArguments,
  result: 'boolean',
  operation: 'contains',
  hasCaseForm: true,
}

/** “Extracts a substring from a source string at provided start and end positions.” */
export const substring: EqlFunction = {
  name: 'substring',
  minArguments: 2,
  maxArguments: 3,
  result: 'text',
  operation: 'substring',
}
