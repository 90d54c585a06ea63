import { type Diagnostic, diagnostic, type Parsed, type Span } from '../../base/index.ts'
import {
  defaultYamlLimits,
  parseYaml,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
} from '../../base/yaml/index.ts'
import { headOf } from './metadata.ts'

/** One document of a file, with what earlier documents of the old form add to it. */
export interface SigmaDocument {
  readonly root: YamlMap
  /** The text is not valid YAML, so what it means is anybody’s guess. */
  readonly isBroken: boolean
  /** Where the text that the document consists of stands. */
  readonly span: Span
}

/**
 * The documents of a file. In the old form, `action: global` holds what all later documents share,
 * `action: reset` forgets it, and `action: repeat` starts from the document before.
 */
export function parseDocuments(text: string): Parsed<readonly SigmaDocument[]> {
  const yaml = parseYaml(text)
  const diagnostics: Diagnostic[] = [...yaml.diagnostics]
  const value: SigmaDocument[] = []
  let shared: Shared | undefined
  let previous: Shared | undefined
  let budget = defaultYamlLimits.maxNodes
  for (const { root, isBroken, span } of yaml.value) {
    if (root.kind !== 'map') {
      diagnostics.push(diagnostic('yaml/not-a-map', root.span, 'a rule must be a YAML map'))
      continue
    }
    const action = root.entries.find(entry => entry.key === 'action')
    const name = action?.value.kind === 'scalar' ? action.value.text : undefined
    const own = name === undefined ? root : without(root, 'action')
    switch (name) {
      case 'global':
        shared =
          shared === undefined
            ? { root: own, isBroken }
            : { root: merge(shared.root, own), isBroken: isBroken || shared.isBroken }
        continue
      case 'reset':
        shared = undefined
        continue
      case undefined:
      case 'repeat':
        break
      default: {
        const at = action?.value.span ?? root.span
        diagnostics.push(diagnostic('sigma/unknown-action', at, `unknown action “${name}”`))
      }
    }
    const base = name === 'repeat' ? previous : shared
    if (base === undefined) {
      previous = { root: own, isBroken }
      value.push({ root: own, isBroken, span })
      continue
    }
    budget -= countNodes(base.root)
    if (budget < 0) {
      const message = `shared documents add more than ${defaultYamlLimits.maxNodes} nodes`
      diagnostics.push(diagnostic('yaml/alias-limit', headOf(root), message))
      continue
    }
    previous = { root: merge(base.root, own), isBroken: isBroken || base.isBroken }
    value.push({ ...previous, span: { start: 0, end: text.length } })
  }
  if (yaml.value.length === 0 && diagnostics.length === 0) {
    diagnostics.push(diagnostic('yaml/empty', { start: 0, end: 0 }, 'the file holds no rule'))
  }
  return { value, diagnostics }
}

/** What a document adds to later ones; a guess stays a guess in all of them. */
interface Shared {
  readonly root: YamlMap
  readonly isBroken: boolean
}

function countNodes(node: YamlNode): number {
  switch (node.kind) {
    case 'scalar':
      return 1
    case 'list':
      return node.items.reduce((sum, item) => sum + countNodes(item), 1)
    case 'map':
      return node.entries.reduce((sum, { value }) => sum + countNodes(value), 1)
  }
}

function without(map: YamlMap, key: string): YamlMap {
  return { ...map, entries: map.entries.filter(entry => entry.key !== key) }
}

/** Maps are merged key by key; anything else of the later document replaces the earlier. */
function merge(earlier: YamlMap, later: YamlMap): YamlMap {
  const entries = new Map<string, YamlEntry>(earlier.entries.map(e => [e.key, e]))
  for (const entry of later.entries) {
    const old: YamlNode | undefined = entries.get(entry.key)?.value
    const value =
      old?.kind === 'map' && entry.value.kind === 'map' ? merge(old, entry.value) : entry.value
    entries.set(entry.key, { ...entry, value })
  }
  return { kind: 'map', entries: [...entries.values()], span: later.span }
}
