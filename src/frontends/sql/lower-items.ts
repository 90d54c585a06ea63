import type { Stage } from '../../ir/index.ts'
import { findConstant } from './constant.ts'
import { toComputation } from './lower-computation.ts'
import { aggregatesIn } from './lower-group.ts'
import { findOperand } from './lower-operand.ts'
import type { LoweredSource } from './lower-source.ts'
import type { SqlLowering } from './lowering.ts'
import type { SqlColumn } from './scope.ts'
import type { SqlSelect } from './syntax.ts'

/** What is computed for the result, and the list of items itself unless it is a star alone. */
export function lowerItems(
  select: SqlSelect,
  isOnGroups: boolean,
  lowering: SqlLowering,
): readonly Stage[] {
  const stages: Stage[] = []
  for (const { value, alias, span } of select.items) {
    const isPlain = value.kind === 'star' || findConstant(value, lowering) !== undefined
    if (alias === undefined || isPlain || lowering.defined.has(alias.text)) continue
    if (findOperand(value, lowering) !== undefined) {
      lowering.takeDerived()
      continue
    }
    if (isOnGroups && aggregatesIn(value).length > 0 && value.kind === 'call') {
      if (lowering.names.get(lowering.print(value)) !== alias.text) continue
    }
    lowering.defined.add(alias.text)
    const computation = toComputation(value, lowering)
    const stage = lowering.deriveStage(alias.text, value, computation)
    stages.push(...lowering.takeDerived(), { ...stage, span })
  }
  const [only] = select.items
  const isStar =
    select.items.length === 1 && only?.value.kind === 'star' && only.value.suffix === undefined
  const items = select.items
    .map(({ value, alias }) => {
      const text = lowering.print(value)
      return alias === undefined ? text : `${text} AS ${alias.text}`
    })
    .join(', ')
  const start = select.items[0]?.span.start ?? select.span.start
  const span = { start, end: Math.max(start, select.items.at(-1)?.span.end ?? start) }
  if (!isStar) stages.push({ kind: 'shape', text: `SELECT ${items}`, span })
  // What leaves rows out is a stage of its own.
  if (select.isDistinct) stages.push({ kind: 'shape', text: 'DISTINCT', span })
  if (select.top !== undefined) {
    stages.push({ kind: 'shape', text: `TOP ${lowering.print(select.top)}`, span })
  }
  return stages
}

/** The columns that queries around this one see, as far as they are known. */
export function columnsOf(
  { items }: SqlSelect,
  sources: readonly LoweredSource[],
  keys: ReadonlyMap<string, SqlColumn> | undefined,
  lowering: SqlLowering,
): ReadonlyMap<string, SqlColumn> {
  const columns = new Map<string, SqlColumn>()
  for (const { value, alias } of items) {
    if (value.kind === 'star') {
      for (const { table } of sources) {
        for (const [name, column] of table.columns)
          if (!columns.has(name)) columns.set(name, column)
      }
      continue
    }
    const name = alias?.text ?? (value.kind === 'name' ? value.parts.at(-1)?.text : undefined)
    if (name === undefined) continue
    const key = keys?.get(name.toLowerCase())
    if (key !== undefined) {
      columns.set(name.toLowerCase(), key)
      continue
    }
    const operand = keys === undefined ? findOperand(value, lowering) : undefined
    lowering.takeDerived()
    const isField =
      operand !== undefined && operand.fold === undefined && !operand.isNumber && !operand.isTime
    const column = isField
      ? { field: operand.field, isDerived: operand.isDerived }
      : { field: name, isDerived: true }
    columns.set(name.toLowerCase(), column)
  }
  return columns
}

/** Whether the items are all the columns that there are. */
export function isClosed({ items }: SqlSelect, sources: readonly LoweredSource[]): boolean {
  const hasStar = items.some(({ value }) => value.kind === 'star')
  return !hasStar || sources.every(({ table }) => table.isClosed)
}
