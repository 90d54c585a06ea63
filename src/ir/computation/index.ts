export {
  applyFunction,
  type Computation,
  computeValues,
  type FunctionCall,
  type FunctionName,
  fieldsOf,
} from './computation.ts'
export {
  type ComputedValue,
  computedText,
  isNumber,
  type NumberValue,
  signed,
  toNumberValue,
} from './computed-value.ts'
