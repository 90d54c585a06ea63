import type { Span } from './span.ts'

/**
 * Plain data with every span in it mapped, whatever holds it: for what was read from a text that
 * stands in a larger one. What occurs in several places stays one object.
 */
export function mapSpans<T>(value: T, map: (span: Span) => Span): T {
  const known = new Map<object, unknown>()
  const visit = (node: unknown): unknown => {
    if (typeof node !== 'object' || node === null) return node
    const done = known.get(node)
    if (done !== undefined) return done
    const mapped = isSpan(node)
      ? map(node)
      : Array.isArray(node)
        ? node.map(visit)
        : Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, visit(inner)]))
    known.set(node, mapped)
    return mapped
  }
  // Nothing but spans is changed, and those stay spans.
  return visit(value) as T
}

function isSpan(node: object): node is Span {
  return (
    'start' in node &&
    'end' in node &&
    typeof node.start === 'number' &&
    typeof node.end === 'number' &&
    Object.keys(node).length === 2
  )
}
