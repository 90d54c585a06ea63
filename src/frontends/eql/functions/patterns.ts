import { defineFunction, type EqlFunction, manyArguments } from './function.ts'

/** “Returns true if a source string matches one or more provided wildcard expressions.” */
export const wildcard: EqlFunction = defineFunction({
  name: 'wildcard',
  minArguments: 2,
  maxArguments: manyArguments,
  result: 'boolean',
  hasCaseForm: true,
  compute: () => undefined,
})

/** Whether a text matches one or more regular expressions, as `regex` does. */
export const match: EqlFunction = defineFunction({
  name: 'match',
  minArguments: 2,
  maxArguments: manyArguments,
  result: 'boolean',
  hasCaseForm: true,
  isOfOtherDialect: true,
  compute: () => undefined,
})

/** “Returns true if an IP address is contained in one or more provided CIDR blocks.” */
export const cidrMatch: EqlFunction = defineFunction({
  name: 'cidrMatch',
  minArguments: 2,
  maxArguments: manyArguments,
  result: 'boolean',
  compute: () => undefined,
})
