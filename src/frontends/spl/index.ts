export { expandMacros } from './expand-macros.ts'
export type { Macro, MacroCall, SplOptions } from './macro.ts'
export { parseSpl } from './parse-spl.ts'
export { parseSplSyntax } from './parser.ts'
export { printSpl } from './print.ts'
export type {
  SplCommand,
  SplCondition,
  SplExpression,
  SplSearchValue,
  SplSyntax,
} from './syntax.ts'
