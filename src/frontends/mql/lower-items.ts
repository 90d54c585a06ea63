import type { Span } from '../../base/index.ts'
import type { Condition } from '../../ir/condition/index.ts'
import { type Expression, type FilterStage, type Logic, testsOf } from '../../ir/index.ts'
import type { MqlPlace } from './lowering.ts'
import { toOperand } from './operand.ts'
import { type FieldOperand, itemsOf, type MqlScope, type Operand } from './scope.ts'
import type { MqlCall, MqlExpression } from './syntax.ts'

/** Items of a list that is written out, which conditions are written out for. */
const maxItems = 64

/** `any(body.links, …)`, `all(attachments, …)`: a stage that looks at the items, and whether it found them. */
export function lowerQuantifier(call: MqlCall, place: MqlPlace): Condition {
  const { lowering } = place
  const [list, body] = call.arguments.map(argument => argument.value)
  if (list === undefined || body === undefined || call.arguments.length > 2) {
    const message = `“${call.name}” takes a list and a condition`
    lowering.report('mql/invalid-argument', call.span, message)
    return lowering.opaque('mql/invalid-argument', call.span)
  }
  const written = writtenItems(list, place)
  if (written !== undefined) {
    const conditions = written.map(item =>
      place.lowering.parts.lowerCondition(body, place.inside(item)),
    )
    const { connectives } = lowering
    return call.name === 'any' ? connectives.any(conditions) : connectives.all(conditions)
  }
  const source = listOperand(list, place)
  if (source.kind === 'error') return lowering.opaque('mql/syntax', call.span)
  const inner = place.inside(itemOf(source))
  const condition = place.lowering.parts.lowerCondition(body, inner)
  const [whenTrue, whenFalse] = call.name === 'any' ? ['any', 'all'] : ['all', 'any']
  return {
    isTrue: found(`${whenTrue} of ${source.name}`, condition.isTrue, { call, body, inner }, place),
    isFalse: found(
      `${whenFalse} of ${source.name}`,
      condition.isFalse,
      { call, body, inner },
      place,
    ),
  }
}

interface Items {
  readonly call: { readonly span: Span }
  readonly body: MqlExpression
  readonly inner: MqlPlace
}

/** The stage of some items, and the test that it found them. */
function found(
  base: string,
  expression: Expression,
  { call, body, inner }: Items,
  place: MqlPlace,
): Expression {
  const { lowering } = place
  const name = lowering.newName(base)
  place.add(name, {
    kind: 'join',
    how: name,
    sides: [sideOf(expression, body.span, inner)],
    keys: [],
    span: call.span,
  })
  const operand: FieldOperand = { kind: 'field', name, isDerived: true, span: call.span }
  return {
    kind: 'test',
    ...lowering.frame(operand, call.span, true),
    operator: 'equals',
    value: true,
  }
}

/** What is asked of one item, with what that is computed from. */
export function sideOf(expression: Expression, span: Span, inner: MqlPlace): Logic {
  const used = new Set(testsOf(expression).map(test => test.field))
  const filter: FilterStage = {
    kind: 'filter',
    condition: inner.lowering.slice(span),
    parts: [],
    expression,
    span,
  }
  return { stages: [...inner.stagesFor(name => used.has(name)), filter] }
}

/** The functions that look at items and give a value or a list. */
export function lowerItems(call: MqlCall, place: MqlPlace): Operand {
  const [list, body] = call.arguments.map(argument => argument.value)
  if (list === undefined) return place.compute(call)
  const source = listOperand(list, place)
  if (source.kind === 'error') return source
  switch (call.name) {
    case 'filter': {
      if (body === undefined) return place.compute(call)
      const inner = place.inside(itemOf(source))
      const name = place.lowering.newName(`those of ${source.name}`)
      const sides = [
        sideOf(place.lowering.parts.lowerCondition(body, inner).isTrue, body.span, inner),
      ]
      place.keep(name, { kind: 'join', how: name, sides, keys: [], span: call.span })
      return { kind: 'field', name, isDerived: true, items: itemsOf(source), span: call.span }
    }
    case 'map':
    case 'distinct': {
      const mapped = body === undefined ? undefined : toOperand(body, place.inside(itemOf(source)))
      const computed = place.compute(withList(call, source))
      // Of a field of each item, the items are the values of that field.
      const isField = call.name === 'map' && mapped?.kind === 'field'
      return { ...computed, items: isField ? itemsOf(mapped) : itemsOf(source) }
    }
    default:
      if (body !== undefined) lowerOrCompute(body, place.inside(itemOf(source)))
      return place.compute(withList(call, source))
  }
}

/** Notices what is wrong in a body that is only computed. */
function lowerOrCompute(body: MqlExpression, inner: MqlPlace): void {
  if (body.kind === 'call' || body.kind === 'member') toOperand(body, inner)
}

/** A call whose list is called as the stage before calls it. */
function withList(call: MqlCall, source: FieldOperand): MqlCall {
  const [first, ...others] = call.arguments
  if (first === undefined) return call
  const value: MqlExpression = { kind: 'name', name: source.name, span: first.value.span }
  return { ...call, arguments: [{ ...first, value }, ...others] }
}

/** The list that a function looks through; lists of the workspace have their dollar. */
function listOperand(
  list: MqlExpression,
  place: MqlPlace,
): FieldOperand | { readonly kind: 'error'; readonly span: Span } {
  const operand = toOperand(list, place)
  const { span } = list
  switch (operand.kind) {
    case 'field':
    case 'error':
      return operand
    case 'list':
      return { kind: 'field', name: `$${operand.name}`, isDerived: true, span }
    case 'constant':
      return place.compute(list)
  }
}

function itemOf(source: FieldOperand): FieldOperand {
  return { kind: 'field', ...itemsOf(source), span: source.span }
}

/** The items of a list that is written out: `["a", "b"]`, `[subject.subject, sender.display_name]`. */
function writtenItems(
  list: MqlExpression,
  place: MqlPlace,
): readonly MqlScope['item'][] | undefined {
  if (list.kind !== 'array' || list.items.length > maxItems) return undefined
  const items = list.items.map(item => toOperand(item, place))
  const plain = items.flatMap(item =>
    item.kind === 'field' || item.kind === 'constant' ? [item] : [],
  )
  return plain.length === items.length ? plain : undefined
}

/** Several conditions of which some have to hold, as a stage whose sides they are. */
export function numberOf(
  count: number,
  conditions: readonly {
    readonly expression: Expression
    readonly place: MqlPlace
    readonly span: Span
  }[],
  span: Span,
  place: MqlPlace,
): Expression {
  const { lowering } = place
  const name = lowering.newName(`at least ${count} of ${conditions.length}`)
  place.add(name, {
    kind: 'join',
    how: name,
    sides: conditions.map(each => sideOf(each.expression, each.span, each.place)),
    keys: [],
    span,
  })
  const operand: FieldOperand = { kind: 'field', name, isDerived: true, span }
  return { kind: 'test', ...lowering.frame(operand, span, true), operator: 'equals', value: true }
}
