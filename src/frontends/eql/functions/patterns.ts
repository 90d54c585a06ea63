import { type EqlFunction, manyArguments } from './function.ts'

/** “Returns true if a source string matches one or more provided wildcard expressions.” */
export const wildcard: EqlFunction = {
  name: 'wildcard',
  minArguments: 2,
  maxArguments: manyArguments,
  result: 'boolean',
  hasCaseForm: true,
}

/** Whether a text matches one or more regular expressions, as `regex` does. */
export const match: EqlFunction = {
  name: 'match',
  minArguments: 2,
  maxArguments: manyArguments,
  result: 'boolean',
  hasCaseForm: true,
  isOfOtherDialect: true,
}

/** “Returns true if an IP address is contained in one or more provided CIDR blocks.” */
export const cidrMatch: EqlFunction = {
  name: 'cidrMatch',
  minArguments: 2,
  maxArguments: manyArguments,
  result: 'boolean',
}
