export { MapReader } from './map-reader.ts'
export { findEntry, toPlain } from './plain.ts'
export { scalarTextMap } from './scalar-text-map.ts'
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
