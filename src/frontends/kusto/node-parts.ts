import type { KustoNode } from './tree.ts'

/** The part of that name, through as many levels as there are names. */
export function findPart(node: KustoNode | undefined, ...names: string[]): KustoNode | undefined {
  let found = node
  for (const name of names) found = found?.parts.get(name)
  return found
}

/** The members of a list that is a part. */
export function itemsOf(node: KustoNode | undefined, ...names: string[]): readonly KustoNode[] {
  return findPart(node, ...names)?.items ?? []
}

/** The name that a node declares or refers to: a word, `['a b']`, or one with stars. */
export function nameOf(node: KustoNode | undefined): string {
  if (node === undefined) return ''
  if (node.text !== '') return node.text
  if (node.literal !== undefined) return node.literal
  const inner = node.parts.get('Name') ?? node.parts.get('Pattern') ?? node.parts.get('NameAndType')
  if (inner === undefined) return node.items.map(nameOf).join('')
  return nameOf(inner)
}

/** `kind=inner`, `with_itemindex=i`: the value of a parameter of an operator. */
export function parameterOf(operator: KustoNode, name: RegExp): string | undefined {
  const found = itemsOf(operator, 'Parameters').find(item =>
    name.test(nameOf(item.parts.get('Name'))),
  )
  const value = findPart(found, 'Expression')
  if (value === undefined) return undefined
  return nameOf(value.parts.get('Token') ?? value)
}

/** The names of a schema: `(a: string, b: long)`. */
export function columnsOf(schema: KustoNode | undefined): readonly string[] {
  return itemsOf(schema, 'Columns')
    .map(nameOf)
    .filter(name => name !== '')
}
