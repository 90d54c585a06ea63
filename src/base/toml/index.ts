export type { TextMap } from './text-map.ts'
export {
  parseToml,
  type TomlDocument,
  type TomlPath,
  type TomlTable,
  type TomlValue,
} from './toml-document.ts'
