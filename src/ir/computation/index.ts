export {
  applyFunction,
  type Choice,
  type Computation,
  type Computing,
  computeValues,
  type FunctionCall,
  type FunctionName,
  fieldsOf,
  type ListCall,
} from './computation.ts'
export {
  type ComputedValue,
  computedText,
  isNumber,
  type NumberValue,
  signed,
  toNumberValue,
} from './computed-value.ts'
export type { RegexOf } from './computing-function.ts'
export type { ListFunction } from './list-functions.ts'
export { compileJavaRegex } from './pattern-functions.ts'
