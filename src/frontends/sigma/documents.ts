import {
  type Diagnostic,
  diagnostic,
  type Parsed,
  parseYaml,
  type Span,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
} from '../../base/index.ts'

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
  let shared: YamlMap | undefined
  let previous: YamlMap | undefined
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
        shared = shared === undefined ? own : merge(shared, own)
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
    const whole = base === undefined ? own : merge(base, own)
    previous = whole
    const fileSpan = { start: 0, end: text.length }
    value.push({ root: whole, isBroken, span: base === undefined ? span : fileSpan })
  }
  if (yaml.value.length === 0 && diagnostics.length === 0) {
    diagnostics.push(diagnostic('yaml/empty', { start: 0, end: 0 }, 'the file holds no rule'))
  }
  return { value, diagnostics }
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
