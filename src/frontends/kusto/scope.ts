import type { KustoExpression, KustoLet } from './syntax.ts'

/** An expression, and where its names are looked up. */
export interface Bound {
  readonly value: KustoExpression
  readonly scope: Scope
}

/** The names that `let`, parameters and `as` have given; the later ones hide the earlier. */
export interface Scope {
  readonly name: string
  readonly bound: Bound
  readonly outer: Scope | undefined
}

/** No names yet. Its own name is none that a query can ask for. */
export const emptyScope: Scope = {
  name: '',
  outer: undefined,
  bound: {
    value: { kind: 'other', reason: 'missing', span: { start: 0, end: 0 } },
    get scope() {
      return emptyScope
    },
  },
}

export function findBound(name: string, scope: Scope): Bound | undefined {
  if (name === '') return undefined
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    if (at.name === name) return at.bound
  }
  return undefined
}

export function withName(outer: Scope, name: string, bound: Bound): Scope {
  return { name, bound, outer }
}

/** The names of `let` statements, each of which may use those before it, but not itself. */
export function withLets(outer: Scope, lets: readonly KustoLet[]): Scope {
  return lets.reduce((scope, { name, value }) => withName(scope, name, { value, scope }), outer)
}
