import type { Span } from '../../../base/index.ts'

/**
 * As much of Python’s syntax as rules are written in. What lies outside is `other` and keeps its place:
 * it is known to be there and never taken for something else.
 */
export type PyExpression =
  | PyName
  | PyConstant
  | PySequence
  | PyDictionary
  | PyAttribute
  | PySubscript
  | PyCall
  | PyComparison
  | PyBoolean
  | PyNot
  | PyConditional
  | PyComprehension
  | PyOperation
  | PyOther

interface Node {
  readonly span: Span
}

export interface PyName extends Node {
  readonly kind: 'name'
  readonly name: string
}

export interface PyConstant extends Node {
  readonly kind: 'constant'
  readonly value: string | number | boolean | null
}

/** A list, a tuple or a set. */
export interface PySequence extends Node {
  readonly kind: 'sequence'
  readonly items: readonly PyExpression[]
}

export interface PyDictionary extends Node {
  readonly kind: 'dictionary'
  readonly entries: readonly { readonly key: PyExpression; readonly value: PyExpression }[]
}

export interface PyAttribute extends Node {
  readonly kind: 'attribute'
  readonly object: PyExpression
  readonly name: string
}

export interface PySubscript extends Node {
  readonly kind: 'subscript'
  readonly object: PyExpression
  readonly index: PyExpression
}

export interface PyCall extends Node {
  readonly kind: 'call'
  readonly callee: PyExpression
  readonly positional: readonly PyExpression[]
  readonly named: readonly { readonly name: string; readonly value: PyExpression }[]
}

export type PyComparator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not'

/** `a < b <= c`: neighbours are compared. */
export interface PyComparison extends Node {
  readonly kind: 'comparison'
  readonly first: PyExpression
  readonly rest: readonly { readonly comparator: PyComparator; readonly operand: PyExpression }[]
}

export interface PyBoolean extends Node {
  readonly kind: 'and' | 'or'
  readonly operands: readonly PyExpression[]
}

export interface PyNot extends Node {
  readonly kind: 'not'
  readonly operand: PyExpression
}

/** `a if condition else b`. */
export interface PyConditional extends Node {
  readonly kind: 'conditional'
  readonly condition: PyExpression
  readonly whenTrue: PyExpression
  readonly whenFalse: PyExpression
}

/** `element for target in iterable if condition`, in whichever brackets. */
export interface PyComprehension extends Node {
  readonly kind: 'comprehension'
  readonly element: PyExpression
  readonly target: PyExpression
  readonly iterable: PyExpression
  readonly conditions: readonly PyExpression[]
}

/** Arithmetic, and whatever else has two operands. */
export interface PyOperation extends Node {
  readonly kind: 'operation'
  readonly operator: string
  readonly operands: readonly PyExpression[]
}

export interface PyOther extends Node {
  readonly kind: 'other'
}

export type PyStatement =
  | PyFunction
  | PyAssignment
  | PyReturn
  | PyIf
  | PyFor
  | PyExpressionStatement
  | PyImport
  | PyPass
  | PyOtherStatement

export interface PyFunction extends Node {
  readonly kind: 'function'
  readonly name: string
  /** `undefined` where it takes more than plain parameters. */
  readonly parameters: readonly PyParameter[] | undefined
  readonly body: readonly PyStatement[]
}

export interface PyParameter {
  readonly name: string
  readonly byDefault?: PyExpression
}

export interface PyAssignment extends Node {
  readonly kind: 'assignment'
  readonly target: PyExpression
  readonly value: PyExpression
}

export interface PyReturn extends Node {
  readonly kind: 'return'
  readonly value: PyExpression | undefined
}

export interface PyIf extends Node {
  readonly kind: 'if'
  readonly condition: PyExpression
  readonly whenTrue: readonly PyStatement[]
  readonly whenFalse: readonly PyStatement[]
}

export interface PyFor extends Node {
  readonly kind: 'for'
  readonly target: PyExpression
  readonly iterable: PyExpression
  readonly body: readonly PyStatement[]
  readonly hasElse: boolean
}

export interface PyExpressionStatement extends Node {
  readonly kind: 'expression'
  readonly expression: PyExpression
}

/** `from module import name as alias`; `import module` has no names. */
export interface PyImport extends Node {
  readonly kind: 'import'
  readonly module: string
  readonly names: readonly { readonly name: string; readonly alias: string }[]
  /** The name that `import module` gives to the module. */
  readonly alias?: string
}

export interface PyPass extends Node {
  readonly kind: 'pass' | 'continue' | 'break'
}

/** A statement that is not read: `while`, `try`, `with`, `class`, and what is no Python. */
export interface PyOtherStatement extends Node {
  readonly kind: 'other'
}
