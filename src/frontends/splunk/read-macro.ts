import { findEntry, parseYaml, toPlain } from '../../base/yaml/index.ts'
import type { SplunkMacro } from './readers.ts'

/** The macro that a file defines; `undefined` if it has no name or no definition. */
export function readSplunkMacro(text: string): SplunkMacro | undefined {
  const [document] = parseYaml(text).value
  if (document?.root.kind !== 'map') return undefined
  const { root } = document
  const word = (key: string): string | undefined => {
    const node = findEntry(root, key)
    return node?.kind === 'scalar' && node.value !== null ? node.text : undefined
  }
  const name = word('name')?.trim()
  const definition = word('definition')
  if (name === undefined || definition === undefined) return undefined
  const list = findEntry(root, 'arguments')
  const names = list?.kind === 'list' ? list.items.map(toPlain) : []
  return { name, arguments: names.map(String), definition }
}
