export { isDeniedSide } from './anti-join.ts'
export {
  type Branch,
  type Branches,
  type BranchTree,
  branchesOf,
  branchTreeOf,
  type Clause,
  type ClauseTree,
  countBranches,
  defaultBranchLimit,
  type Exclusion,
  type OpaqueClause,
  toClauseTree,
} from './branches.ts'
export {
  applyFunction,
  type Choice,
  type Computation,
  type ComputedValue,
  type Computing,
  compileJavaRegex,
  computedText,
  computeValues,
  type FunctionCall,
  type FunctionName,
  fieldsOf,
  isNumber,
  type ListCall,
  type ListFunction,
  type NumberValue,
  type RegexOf,
  signed,
  toNumberValue,
} from './computation/index.ts'
export type { EventHeader, LogEvent, Scalar } from './event.ts'
export {
  type And,
  and,
  anyField,
  type CidrTest,
  type ComparisonTest,
  type ExistsTest,
  type Expression,
  type FieldEqualsTest,
  fieldsOfTest,
  type InListTest,
  type Not,
  type NullTest,
  not,
  type Opaque,
  type Operator,
  type Or,
  opaquesOf,
  or,
  type Regex,
  type RegexDialect,
  type RegexTest,
  type TemplateToken,
  type Test,
  type TextOperator,
  type TextTest,
  testsOf,
  type WildcardTest,
} from './expression.ts'
export type {
  AggregateFunction,
  AggregateStage,
  CorrelateStage,
  CorrelationAlias,
  CorrelationBounds,
  CorrelationOperator,
  CorrelationType,
  DeriveStage,
  FilterStage,
  JoinStage,
  Logic,
  LogSource,
  OpaqueStage,
  Origin,
  Part,
  RuleExpression,
  SequenceStage,
  SequenceStep,
  ShapeStage,
  SourceStage,
  Stage,
  ThresholdStage,
} from './logic.ts'
export { isLookup, type LogicSigns, signsOf } from './logic-signs.ts'
export { defaultNameLimit, type NameTable, nameTable } from './name-table.ts'
export { toNegationNormalForm } from './negation-normal-form.ts'
export { isNetwork } from './network.ts'
export {
  type AnyOne,
  type AnyRun,
  anyOne,
  anyRun,
  findLiteralText,
  type Literal,
  literal,
  type OneOf,
  type Pattern,
  type PatternToken,
  pattern,
  printPattern,
} from './pattern.ts'
export { findPlainTexts, type PlainText } from './plain-regex.ts'
export { printExpression, printLogic, printRuleExpression, printStage, valueText } from './print.ts'
export { queryFilter } from './query-filter.ts'
export {
  type BuiltRawEvent,
  builtRawEvent,
  codeCharacters,
  type RawEvent,
  valueKinds,
} from './raw-event.ts'
export { type CompiledRegex, compileRegex, type RegexProblem, toRe2Source } from './regex.ts'
export {
  type Language,
  type Level,
  levels,
  type RelatedRule,
  type Rule,
  setAsideStatuses,
  type Tag,
} from './rule.ts'
export { toTermTest } from './term-test.ts'
export { type TestFrame, toTextTest } from './text-test.ts'
export {
  anywhere,
  dashes,
  isTimeTransform,
  spellingsOf,
  type TimeTransform,
  type Transform,
  type ValueTransform,
} from './transform.ts'
export { withLogSource } from './with-log-source.ts'
