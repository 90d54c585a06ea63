import { nameOf } from './node-parts.ts'
import type { ReadExpression } from './read-expression.ts'
import type { KustoLet } from './syntax.ts'
import type { KustoNode } from './tree.ts'

/** `let name = value` among statements. */
export function readLets(
  statements: readonly KustoNode[],
  read: ReadExpression,
): readonly KustoLet[] {
  return statements
    .filter(({ kind }) => kind === 'LetStatement')
    .map(node => ({
      name: nameOf(node.parts.get('Name')),
      value: read(node.parts.get('Expression')),
      span: node.span,
    }))
}
