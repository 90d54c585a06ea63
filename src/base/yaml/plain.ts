import type { PlainValue } from '../plain-value.ts'
import type { YamlMap, YamlNode } from './yaml-node.ts'

/** The value of a map’s key. */
export function findEntry(map: YamlMap, key: string): YamlNode | undefined {
  return map.entries.find(entry => entry.key === key)?.value
}

/** A YAML value without its places. */
export function toPlain(node: YamlNode): PlainValue {
  switch (node.kind) {
    case 'scalar':
      return node.value
    case 'list':
      return node.items.map(toPlain)
    case 'map':
      return Object.fromEntries(node.entries.map(entry => [entry.key, toPlain(entry.value)]))
  }
}
