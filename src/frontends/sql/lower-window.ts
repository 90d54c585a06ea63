import { optional } from '../../base/index.ts'
import type { AggregateFunction, Stage } from '../../ir/index.ts'
import { findConstant } from './constant.ts'
import { aggregateName, isAggregate } from './functions/aggregates.ts'
import { toComputation } from './lower-computation.ts'
import { findOperand, withoutAlias } from './lower-operand.ts'
import type { SqlLowering } from './lowering.ts'
import { partsOf } from './parts.ts'
import type { SqlCall, SqlExpression, SqlSelect, SqlWindow } from './syntax.ts'

/**
 * Functions over windows, which keep the rows. Where `QUALIFY` asks for what aggregates over a whole
 * partition give, they are groups with a threshold; others are computed values.
 *
 *     QUALIFY COUNT(*) OVER (PARTITION BY user) > 4
 */
export function lowerWindows(
  select: SqlSelect,
  lookBack: number | undefined,
  lowering: SqlLowering,
): readonly Stage[] {
  const values = [
    ...select.items.map(({ value }) => value),
    ...(select.qualify === undefined ? [] : [select.qualify]),
    ...(select.where === undefined ? [] : [select.where]),
  ]
  const calls = new Map<string, SqlCall>()
  for (const call of values.flatMap(windowsIn)) calls.set(lowering.print(call), call)
  const partitions = new Map<string, { readonly window: SqlWindow; readonly calls: string[] }>()
  const stages: Stage[] = []
  for (const [text, call] of calls) {
    const name = lowering.names.get(text) ?? text
    if (lowering.defined.has(name)) continue
    const window = call.over === undefined ? undefined : findWindow(call.over, select)
    const isWhole =
      window !== undefined &&
      window.orderBy.length === 0 &&
      window.frame === undefined &&
      isAggregate({ ...call, over: undefined })
    if (isWhole && select.qualify !== undefined && isOfWindows(select.qualify, lowering)) {
      const key = window.partitionBy.map(value => lowering.print(value)).join(', ')
      const partition = partitions.get(key) ?? { window, calls: [] }
      partition.calls.push(text)
      partitions.set(key, partition)
    } else {
      const said = name === text ? text : `${text} AS ${name}`
      stages.push({ kind: 'derive', names: [name], text: said, span: call.span })
    }
    lowering.defined.add(name)
  }
  for (const { window, calls: texts } of partitions.values()) {
    const own = lowerPartition(window, texts, calls, lowering)
    stages.push(...own.map(stage => withWindow(stage, lookBack)))
  }
  return stages
}

function withWindow(stage: Stage, window: number | undefined): Stage {
  return stage.kind === 'aggregate' ? { ...stage, ...optional('window', window) } : stage
}

/** Whether a condition asks for nothing but what functions over windows give. */
function isOfWindows(expression: SqlExpression, lowering: SqlLowering): boolean {
  if (expression.kind === 'call' && expression.over !== undefined) return true
  if (expression.kind !== 'name') {
    return partsOf(expression).every(part => isOfWindows(part, lowering))
  }
  const value = withoutAlias(expression, lowering)
  return value !== expression && isOfWindows(value, lowering)
}

/** The window that is written, or the one that a name stands for. */
function findWindow(window: SqlWindow, { windows }: SqlSelect): SqlWindow | undefined {
  if (window.name === undefined) return window
  const name = window.name.parts[0]?.text.toLowerCase()
  return windows.find(one => one.name.parts[0]?.text.toLowerCase() === name)?.window
}

function lowerPartition(
  window: SqlWindow,
  texts: readonly string[],
  calls: ReadonlyMap<string, SqlCall>,
  lowering: SqlLowering,
): readonly Stage[] {
  const before: Stage[] = []
  const groupBy = window.partitionBy.map(value => keyOf(value, before, lowering))
  const functions = texts.flatMap((text): readonly AggregateFunction[] => {
    const call = calls.get(text)
    if (call === undefined) return []
    const value = call.arguments[0]?.value
    const isRows =
      value === undefined ||
      value.kind === 'star' ||
      (findConstant(value, lowering) ?? null) !== null
    const name = aggregateName({ ...call, over: undefined }, !isRows)
    const as = lowering.names.get(text) ?? text
    return [isRows ? { name, as } : { name, field: keyOf(value, before, lowering), as }]
  })
  const first = calls.get(texts[0] ?? '')
  const span = first?.span ?? { start: 0, end: 0 }
  const flags = { cased: true, keepsNull: true } as const
  return [...before, { kind: 'aggregate', functions, groupBy, ...flags, span }]
}

/** The field that a key is, or the name under which it is derived first. */
function keyOf(value: SqlExpression, before: Stage[], lowering: SqlLowering): string {
  const operand = findOperand(value, lowering)
  if (operand !== undefined && operand.fold === undefined) return operand.field
  const name = lowering.print(value)
  before.push(lowering.deriveStage(name, value, toComputation(value, lowering)))
  return name
}

/** The functions over windows in an expression, none inside another. */
function windowsIn(expression: SqlExpression): readonly SqlCall[] {
  if (expression.kind === 'call' && expression.over !== undefined) return [expression]
  return partsOf(expression).flatMap(windowsIn)
}
