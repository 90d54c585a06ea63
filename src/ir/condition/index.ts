export {
  always,
  type Condition,
  Connectives,
  type Guards,
  isNull,
  never,
  opaqueCondition,
} from './condition.ts'
export { type Folded, isFolded, isFoldedRegex } from './folded.ts'
