import type { Span } from '../../../base/index.ts'
import { type Expression, opaquesOf } from '../../../ir/index.ts'
import { Evaluator } from './evaluator.ts'
import type { ValueType } from './field-tests.ts'
import { parsePython } from './parser.ts'
import { readModule } from './read-module.ts'
import type { FieldValue, FunctionValue, Scope, Value } from './value.ts'

export interface PythonOptions {
  /** `rule`, or `policy` of a policy. */
  readonly entry: string
  /** What the events of the rule’s tests have in a field. */
  typeOf(path: readonly string[]): ValueType | undefined
  /** The text of a helper’s file, by the name of its module. */
  findFile(module: string): string | undefined
}

/** What was read of a rule that is written in Python. Places are offsets in its text. */
export interface PythonRule {
  /** When `rule(event)` is true; `undefined` if the text has no such function. */
  readonly expression: Expression | undefined
  /** Where that function stands. */
  readonly span: Span
  /** Values that are computed from the event, which tests name by the text that computes them. */
  readonly computed: readonly string[]
  /** The field that alerts are put together by, where `dedup(event)` is one. */
  readonly dedupField?: string
  /** Parts that are imperative, and are not read. */
  readonly unread: readonly Span[]
  readonly notes: readonly { readonly message: string; readonly span: Span }[]
}

/**
 * Reads a rule in Python without running it. Its comparisons become tests, constants and functions of its
 * own are followed; what the text alone does not say is an opaque test, and so never true.
 */
export function readPythonRule(code: string, options: PythonOptions): PythonRule {
  const notes: { readonly message: string; readonly span: Span }[] = []
  const evaluator = evaluatorOf(code, options, (message, span) => notes.push({ message, span }))
  const scope = readModule(evaluator, parsePython(code))
  const rule = scope.get(options.entry)
  if (rule?.kind !== 'function') {
    return {
      expression: undefined,
      span: { start: 0, end: code.length },
      computed: [],
      unread: [],
      notes,
    }
  }
  const truth = evaluator.truthOf(callWithEvent(evaluator, rule))
  const expression = truth.isTrue
  const computed = [...evaluator.computed]
  const unread = opaquesOf(expression).map(({ span }) => span)
  const dedup = scope.get('dedup')
  const key = dedup?.kind === 'function' ? callWithEvent(evaluator, dedup) : undefined
  const field = key?.kind === 'field' && key.path.length > 0 ? key.path.join('.') : undefined
  return {
    expression,
    span: rule.function.span,
    computed,
    unread,
    notes,
    ...(field === undefined ? {} : { dedupField: field }),
  }
}

function evaluatorOf(
  code: string,
  options: PythonOptions,
  note: (message: string, span: Span) => void,
): Evaluator {
  const modules = new Map<string, Scope | undefined>()
  return new Evaluator(code, {
    typeOf: options.typeOf,
    note,
    findModule: name => {
      if (modules.has(name)) return modules.get(name)
      // A module that imports itself finds nothing of itself.
      modules.set(name, undefined)
      const text = options.findFile(name)
      const scope = text === undefined ? undefined : moduleScope(text, options)
      modules.set(name, scope)
      return scope
    },
  })
}

/**
 * The names of another file that are constants. Its functions are not followed: their places are in a text that is
 * not the rule’s.
 */
function moduleScope(text: string, options: PythonOptions): Scope {
  const evaluator = new Evaluator(text, {
    typeOf: options.typeOf,
    findModule: () => undefined,
    note: () => undefined,
  })
  const scope = readModule(evaluator, parsePython(text))
  return new Map([...scope].filter(([, value]) => isConstant(value)))
}

function isConstant(value: Value): boolean {
  switch (value.kind) {
    case 'constant':
      return true
    case 'list':
      return value.items.every(isConstant)
    default:
      return false
  }
}

function callWithEvent(evaluator: Evaluator, { function: callee, scope }: FunctionValue): Value {
  const { span, parameters } = callee
  const [first] = parameters ?? []
  if (first === undefined) return evaluator.unknown(span)
  const event: FieldValue = {
    kind: 'field',
    path: [],
    absent: 'raises',
    nullIsAbsent: false,
    span,
  }
  return evaluator.call(callee, new Map([[first.name, event]]), scope, span)
}
