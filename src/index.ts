export type { Diagnostic, DiagnosticCode, Parsed, Severity, Span } from './base/index.ts'
export {
  createEvaluator,
  type EvaluateOptions,
  type Evaluator,
  type EventView,
  type Explanation,
  evaluate,
  explain,
  plainView,
  type TestMatch,
  type Truth,
} from './engine/index.ts'
export { parseEql } from './frontends/eql/index.ts'
export { type EsqlOptions, parseEsql } from './frontends/esql/index.ts'
export { parseKuery } from './frontends/kuery/index.ts'
export {
  createKustoReader,
  isKustoLanguage,
  type KustoLanguage,
  type KustoReader,
} from './frontends/kusto/index.ts'
export { parseLucene } from './frontends/lucene/index.ts'
export { parseMql } from './frontends/mql/index.ts'
export { type PantherFile, type PantherReaders, parsePanther } from './frontends/panther/index.ts'
export {
  applyFilters,
  parseSigma,
  type SigmaFile,
  type SigmaFilter,
} from './frontends/sigma/index.ts'
export { type Macro, parseSpl, type SplOptions } from './frontends/spl/index.ts'
export { parseSql, type SqlDialect, type SqlOptions } from './frontends/sql/index.ts'
export { parseYaral, type YaralRules } from './frontends/yaral/index.ts'
export {
  branchesOf,
  type Expression,
  type LogEvent,
  type Logic,
  printExpression,
  printLogic,
  type Rule,
  type Stage,
  type Test,
  testsOf,
  toNegationNormalForm,
} from './ir/index.ts'
