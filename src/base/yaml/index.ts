export { MapReader } from './map-reader.ts'
export { parseMaps } from './parse-maps.ts'
export { findEntry, toPlain } from './plain.ts'
export { scalarTextMap } from './scalar-text-map.ts'
export type {
  YamlDocument,
  YamlEntry,
  YamlList,
  YamlMap,
  YamlNode,
  YamlScalar,
} from './yaml-node.ts'
export { defaultYamlLimits, parseAnyYaml, parseYaml, type YamlLimits } from './yaml-tree.ts'
