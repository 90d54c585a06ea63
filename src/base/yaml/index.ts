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
