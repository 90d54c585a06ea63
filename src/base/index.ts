export type { Brand } from './brand.ts'
export { type Diagnostic, diagnostic, type Parsed } from './diagnostic.ts'
export { type DiagnosticCode, diagnosticCodes, type Severity } from './diagnostic-codes.ts'
export { editDistance, findNearest } from './edit-distance.ts'
export { assertNever, InvariantError, invariant } from './invariant.ts'
export { joinSpans, type LineIndex, lineIndex, noSpan, type Position, type Span } from './span.ts'
export {
  defaultYamlLimits,
  parseYaml,
  type YamlDocument,
  type YamlEntry,
  type YamlLimits,
  type YamlList,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from './yaml-tree.ts'
