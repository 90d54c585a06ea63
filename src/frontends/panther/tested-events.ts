import type { PlainValue } from '../../base/index.ts'
import { type MapReader, toPlain } from '../../base/yaml/index.ts'
import type { ValueType } from './python/field-tests.ts'

/**
 * What the events of a rule’s own tests have in its fields. Python does not say whether a field is a text or
 * a list, and these events do.
 */
export function testedTypes(reader: MapReader): (path: readonly string[]) => ValueType | undefined {
  const events = reader.maps('Tests').flatMap(test => {
    const node = test.node('Log') ?? test.node('Resource')
    return node === undefined ? [] : [toPlain(node)]
  })
  return path => {
    const types = new Set(events.flatMap(event => typesAt(event, path)))
    types.delete('null')
    const [only] = types
    return types.size === 1 ? only : undefined
  }
}

function typesAt(value: PlainValue, path: readonly string[]): readonly ValueType[] {
  const [key, ...rest] = path
  if (key === undefined) return [typeOf(value)]
  if (Array.isArray(value)) return value.flatMap((item: PlainValue) => typesAt(item, path))
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return []
  const inner = (value as { readonly [name: string]: PlainValue })[key]
  return inner === undefined ? [] : typesAt(inner, rest)
}

function typeOf(value: PlainValue): ValueType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  switch (typeof value) {
    case 'string':
      return 'text'
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    default:
      return 'map'
  }
}
