import type { Span } from '../../base/index.ts'
import { and, type Expression, or, type Part } from '../../ir/index.ts'
import type { Expansion } from './expand-macros.ts'

/** A condition in which what macros say stands in parts of their names. */
export interface PartedCondition {
  readonly expression: Expression
  readonly parts: readonly Part[]
}

/**
 * Finds what macros contributed to a condition: the largest pieces of it of which everything stands in one
 * definition. `expansions` are in the order of the text.
 */
export function partMacros(
  expression: Expression,
  expansions: readonly Expansion[],
): PartedCondition {
  if (expansions.length === 0) return { expression, parts: [] }
  const parts: Part[] = []
  const named = (piece: Expression, owner: Expansion): Expression => {
    const inner = nameTests(piece, nameOf(owner))
    parts.push({ name: nameOf(owner), expression: inner, span: owner.span })
    return inner
  }
  const visit = (node: Expression): Expression => {
    const owner = ownerOf(node, expansions)
    if (owner !== undefined) return named(node, owner)
    if (node.kind === 'not') return { kind: 'not', operand: visit(node.operand) }
    if (node.kind !== 'and' && node.kind !== 'or') return node
    // Neighbours of one definition are one piece, which a conjunction has taken apart.
    const operands: Expression[] = []
    for (let i = 0; i < node.operands.length; ) {
      const first = node.operands[i]
      if (first === undefined) break
      const own = ownerOf(first, expansions)
      let end = i + 1
      while (own !== undefined && isOwnedBy(node.operands[end], own, expansions)) end++
      const run = node.operands.slice(i, end)
      if (own === undefined) operands.push(visit(first))
      else {
        const piece = named(node.kind === 'and' ? and(run) : or(run), own)
        operands.push(...(piece.kind === node.kind ? piece.operands : [piece]))
      }
      i = end
    }
    return { ...node, operands }
  }
  return { expression: visit(expression), parts }
}

function nameOf({ call }: Expansion): string {
  return `\`${call}\``
}

function isOwnedBy(
  expression: Expression | undefined,
  owner: Expansion,
  expansions: readonly Expansion[],
): boolean {
  return expression !== undefined && ownerOf(expression, expansions) === owner
}

/** The definition that all of an expression stands in. */
function ownerOf(expression: Expression, expansions: readonly Expansion[]): Expansion | undefined {
  switch (expression.kind) {
    case 'test':
    case 'opaque':
      return findExpansion(expression.span, expansions)
    case 'not':
      return ownerOf(expression.operand, expansions)
    case 'and':
    case 'or': {
      const [first, ...rest] = expression.operands
      const owner = first && ownerOf(first, expansions)
      const isWhole = rest.every(operand => ownerOf(operand, expansions) === owner)
      return isWhole ? owner : undefined
    }
  }
}

function findExpansion(span: Span, expansions: readonly Expansion[]): Expansion | undefined {
  let low = 0
  let high = expansions.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((expansions[middle]?.span.start ?? 0) <= span.start) low = middle
    else high = middle - 1
  }
  const found = expansions[low]
  const isInside = found && found.span.start <= span.start && span.end <= found.span.end
  return isInside ? found : undefined
}

function nameTests(expression: Expression, part: string): Expression {
  switch (expression.kind) {
    case 'test':
      return { ...expression, part }
    case 'opaque':
      return expression
    case 'not':
      return { ...expression, operand: nameTests(expression.operand, part) }
    case 'and':
    case 'or':
      return { ...expression, operands: expression.operands.map(o => nameTests(o, part)) }
  }
}
