import type { Stage } from '../../ir/index.ts'
import type { KustoLowering } from './lowering.ts'
import type { Scope } from './scope.ts'
import type { KustoExpression, KustoJoin } from './syntax.ts'

/**
 * `join kind=inner (U | where …) on key, $left.a == $right.b`: the other table becomes a side, in full. “The default
 * is `innerunique`”, and `leftouter` for `lookup`.
 *
 * What `rightanti` and `rightsemi` keep are rows of the other table: the sides change places.
 */
export function lowerJoin(
  operator: KustoJoin,
  stages: readonly Stage[],
  scope: Scope,
  lowering: KustoLowering,
): Stage[] {
  const { right, on, span } = operator
  const how = operator.how ?? (operator.kind === 'lookup' ? 'leftouter' : 'innerunique')
  const table = lowering.parts.table(right, scope, lowering)
  const keys = on.map(key => keyText(key, lowering))
  const turned = /^right(anti|semi|antisemi)$/.exec(how)?.[1]
  if (turned !== undefined) {
    const { logic } = table
    lowering.columns = table.columns
    return [
      ...logic.stages,
      { kind: 'join', how: `left${turned}`, sides: [{ stages }], keys, span },
    ]
  }
  if (!/anti|semi/.test(how)) lowering.columns.adopt(table.columns)
  const name = operator.kind === 'lookup' ? `lookup ${how}` : how
  return [...stages, { kind: 'join', how: name, sides: [table.logic], keys, span }]
}

/** `$left.a == $right.b` is printed `a == b`. */
function keyText(key: KustoExpression, lowering: KustoLowering): string {
  return lowering.textOf(key.span).replace(/\$(?:left|right)\./g, '')
}
