import type { Span } from '../../../base/index.ts'
import { bind, elementOf } from './bindings.ts'
import { anyElement } from './elements.ts'
import type { Evaluator } from './evaluator.ts'
import type { PyFor, PyFunction, PyStatement } from './syntax.ts'
import { constantTruth, negated, type Truth } from './truth.ts'
import { none, type Scope, type Value } from './value.ts'

/** Functions that call one another; deeper calls are not followed, and so none for ever. */
const maxCalls = 12

/** What comes after a statement: with the names that are known then, the value that is returned. */
type Rest = (scope: Scope) => Value

interface Loop {
  readonly next: Rest
  readonly leave: Rest
}

/** Follows the statements of functions, each way that they can go, to the values that they return. */
export class Runner {
  private readonly evaluator: Evaluator
  private calls = 0

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator
  }

  call(callee: PyFunction, args: Scope, scope: Scope, span: Span): Value {
    if (this.calls >= maxCalls) return this.evaluator.unknown(span)
    this.calls++
    const value = this.follow(callee.body, 0, new Map([...scope, ...args]), () => none)
    this.calls--
    return value
  }

  private follow(
    statements: readonly PyStatement[],
    index: number,
    scope: Scope,
    rest: Rest,
    loop?: Loop,
  ): Value {
    const statement = statements[index]
    if (statement === undefined) return rest(scope)
    if (!this.evaluator.step()) return this.evaluator.unknown(statement.span)
    const after: Rest = inner => this.follow(statements, index + 1, inner, rest, loop)
    switch (statement.kind) {
      case 'return':
        return statement.value === undefined ? none : this.evaluator.value(statement.value, scope)
      case 'if': {
        const condition = this.evaluator.truth(statement.condition, scope)
        return this.evaluator.choice(
          condition,
          () => this.follow(statement.whenTrue, 0, scope, after, loop),
          () => this.follow(statement.whenFalse, 0, scope, after, loop),
        )
      }
      case 'assignment': {
        const value = this.evaluator.value(statement.value, scope)
        const inner = bind(statement.target, value, scope)
        return inner === undefined ? this.evaluator.unknown(statement.span) : after(inner)
      }
      case 'for':
        return this.followLoop(statement, scope, after)
      case 'continue':
        return loop === undefined ? this.evaluator.unknown(statement.span) : loop.next(scope)
      case 'break':
        return loop === undefined ? this.evaluator.unknown(statement.span) : loop.leave(scope)
      case 'function': {
        const value: Value = { kind: 'function', function: statement, scope }
        return after(new Map([...scope, [statement.name, value]]))
      }
      case 'expression':
        // A call by itself can change what it is called on; a text is a comment.
        return statement.expression.kind === 'constant'
          ? after(scope)
          : this.evaluator.unknown(statement.span)
      case 'pass':
        return after(scope)
      case 'import':
      case 'other':
        return this.evaluator.unknown(statement.span)
    }
  }

  private followLoop(loop: PyFor, scope: Scope, after: Rest): Value {
    const iterable = this.evaluator.value(loop.iterable, scope)
    if (loop.hasElse) return this.evaluator.unknown(loop.span)
    if (iterable.kind === 'list') {
      const from = (index: number, current: Scope): Value => {
        const item = iterable.items[index]
        if (item === undefined) return after(current)
        const inner = bind(loop.target, item, current)
        if (inner === undefined) return this.evaluator.unknown(loop.span)
        const next: Rest = scopeAfter => from(index + 1, scopeAfter)
        return this.follow(loop.body, 0, inner, next, { next, leave: after })
      }
      return from(0, scope)
    }
    if (iterable.kind !== 'field') return this.evaluator.unknown(loop.span)
    return this.followElements(loop, elementOf(iterable), scope, after)
  }

  /** A loop over a list of the event that returns when an element is as it should be. */
  private followElements(loop: PyFor, element: Value, scope: Scope, after: Rest): Value {
    const goesOn: Value = { kind: 'library', name: 'the next element' }
    const inner = bind(loop.target, element, scope)
    if (inner === undefined || element.kind !== 'field') return this.evaluator.unknown(loop.span)
    const leaves: Rest = () => this.evaluator.unknown(loop.span)
    const next: Rest = () => goesOn
    const body = this.follow(loop.body, 0, inner, next, { next, leave: leaves })
    const found = findReturn(body, goesOn)
    if (found === undefined) return this.evaluator.unknown(loop.span)
    const truth = anyElement(this.evaluator.tests, found.condition, element.path)
    if (truth === undefined) return this.evaluator.unknown(loop.span)
    return this.evaluator.choice(
      truth,
      () => found.value,
      () => after(scope),
    )
  }
}

/** When the body of a loop returns, and what: one constant, whichever way it goes. */
function findReturn(
  body: Value,
  goesOn: Value,
): { readonly condition: Truth; readonly value: Value } | undefined {
  if (body === goesOn) return { condition: constantTruth(false), value: none }
  if (body.kind !== 'choice') return undefined
  const { condition, whenTrue, whenFalse } = body
  if (whenFalse === goesOn) return returned(condition, whenTrue)
  return whenTrue === goesOn ? returned(negated(condition), whenFalse) : undefined
}

function returned(
  condition: Truth,
  value: Value,
): { readonly condition: Truth; readonly value: Value } | undefined {
  return value.kind === 'constant' ? { condition, value } : undefined
}
