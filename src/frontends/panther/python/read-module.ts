import type { Evaluator } from './evaluator.ts'
import type { PyStatement } from './syntax.ts'
import type { Scope, Value } from './value.ts'

/** The names that a file defines, and what they stand for. Names that are set in other ways are unknown. */
export function readModule(evaluator: Evaluator, statements: readonly PyStatement[]): Scope {
  // Functions see the names of their file as they are when they are called.
  const scope = new Map<string, Value>()
  for (const statement of statements) define(evaluator, statement, scope)
  return scope
}

function define(evaluator: Evaluator, statement: PyStatement, scope: Map<string, Value>): void {
  switch (statement.kind) {
    case 'function':
      scope.set(statement.name, { kind: 'function', function: statement, scope })
      return
    case 'assignment':
      if (statement.target.kind === 'name') {
        scope.set(statement.target.name, evaluator.value(statement.value, scope))
      } else forget(evaluator, statement, scope)
      return
    case 'import': {
      if (statement.alias !== undefined) {
        scope.set(statement.alias, { kind: 'library', name: statement.module })
      }
      const module = evaluator.options.findModule(statement.module)
      for (const { name, alias } of statement.names) {
        const known = module?.get(name)
        scope.set(alias, known ?? { kind: 'library', name: `${statement.module}.${name}` })
      }
      return
    }
    case 'expression':
    case 'pass':
    case 'continue':
    case 'break':
    case 'return':
      return
    case 'if':
    case 'for':
    case 'other':
      forget(evaluator, statement, scope)
  }
}

/** What a statement that is not followed may have changed is no longer known. */
function forget(evaluator: Evaluator, statement: PyStatement, scope: Map<string, Value>): void {
  const text = evaluator.text(statement.span)
  for (const [name] of text.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) {
    if (scope.has(name)) scope.set(name, evaluator.unknown(statement.span))
  }
}
