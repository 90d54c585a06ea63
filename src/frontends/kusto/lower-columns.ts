import type { DeriveStage, Stage } from '../../ir/index.ts'
import type { Meaning } from './columns.ts'
import { findComputation } from './computation.ts'
import { findOperand } from './lower-operand.ts'
import { addQueries } from './lower-queries.ts'
import type { KustoLowering } from './lowering.ts'
import type { Scope } from './scope.ts'
import type { KustoColumn, KustoColumnsOperator, KustoExpression } from './syntax.ts'

/** `extend`, `project` and what else adds, keeps and drops columns. */
export function lowerColumns(
  operator: KustoColumnsOperator,
  scope: Scope,
  lowering: KustoLowering,
): readonly Stage[] {
  const { kind, columns, span } = operator
  const shape: Stage = { kind: 'shape', text: lowering.textOf(span), span }
  switch (kind) {
    case 'extend':
      return columns.flatMap(column => extend(column, scope, lowering))
    case 'print':
    case 'project':
      return project(columns, shape, scope, lowering)
    case 'keep':
    case 'distinct': {
      const isWild = columns.some(({ value }) => value?.kind !== 'name' || value.name.includes('*'))
      if (!isWild) lowering.columns.close(namesOf(columns, scope, lowering))
      return [shape]
    }
    case 'rename':
      for (const { names, value } of columns) {
        const [to] = names
        if (to !== undefined && value?.kind === 'name') lowering.columns.rename(value.name, to)
      }
      return [shape]
    case 'away':
      return [shape]
  }
}

function namesOf(
  columns: readonly KustoColumn[],
  scope: Scope,
  lowering: KustoLowering,
): ReadonlyMap<string, Meaning> {
  const kept = new Map<string, Meaning>()
  for (const { value } of columns) {
    const operand = value && findOperand(value, scope, lowering)
    if (value?.kind === 'name' && operand !== undefined) kept.set(value.name, meaningOf(operand))
  }
  return kept
}

/** `name = value`: another name for a field, or a computed value. */
function extend(column: KustoColumn, scope: Scope, lowering: KustoLowering): readonly Stage[] {
  const { value, span } = column
  const names = column.names.length > 0 ? column.names : [columnName(column, lowering)]
  const [name] = names
  if (value === undefined || name === undefined) return []
  const text = lowering.textOf(span)
  const meaning = names.length === 1 ? findMeaning(value, scope, lowering) : undefined
  if (meaning !== undefined) {
    lowering.columns.alias(name, meaning)
    return [{ kind: 'shape', text: `extend ${text}`, span }]
  }
  const queries = queriesOf(value, scope, lowering)
  const computed = names.length === 1 ? findComputation(value, scope, lowering) : undefined
  for (const one of names) lowering.columns.define(one)
  const stage: DeriveStage = {
    kind: 'derive',
    names,
    text,
    span,
    ...(computed === undefined ? {} : { computations: [computed.computation] }),
  }
  return [...queries, ...(computed?.before ?? []), stage]
}

/** The queries that a value is taken from. */
function queriesOf(
  value: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
): readonly Stage[] {
  addQueries(value, scope, lowering)
  return lowering.takeBefore()
}

/** What a new name means if it is nothing but another name for a field. */
function findMeaning(
  value: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
): Meaning | undefined {
  const operand = findOperand(value, scope, lowering)
  return operand && meaningOf(operand)
}

export function meaningOf({ field, isDerived, fold, isFileName, isConverted }: Meaning): Meaning {
  return { field, isDerived, fold, isFileName, isConverted }
}

/** `project a, b = c, d = strcat(e, "x")`: these columns and no others; what is computed is derived first. */
function project(
  columns: readonly KustoColumn[],
  shape: Stage,
  scope: Scope,
  lowering: KustoLowering,
): readonly Stage[] {
  const kept = new Map<string, Meaning>()
  const derived: Stage[] = []
  for (const column of columns) {
    const { value, names } = column
    const name = names[0] ?? columnName(column, lowering)
    if (value === undefined) continue
    const meaning = names.length < 2 ? findMeaning(value, scope, lowering) : undefined
    if (meaning !== undefined) {
      kept.set(name, meaning)
      continue
    }
    const computed = names.length < 2 ? findComputation(value, scope, lowering) : undefined
    const own = names.length > 1 ? names : [name]
    for (const one of own) {
      kept.set(one, {
        field: one,
        isDerived: true,
        fold: undefined,
        isFileName: false,
        isConverted: false,
      })
    }
    derived.push(...queriesOf(value, scope, lowering), ...(computed?.before ?? []), {
      kind: 'derive',
      names: own,
      text: lowering.textOf(column.span),
      span: column.span,
      ...(computed === undefined ? {} : { computations: [computed.computation] }),
    })
  }
  lowering.columns.close(kept)
  return [...derived, shape]
}

/** The name that a column gets where the query gives it none. */
export function columnName({ value, span }: KustoColumn, lowering: KustoLowering): string {
  switch (value?.kind) {
    case 'name':
      return value.name
    case 'path':
      return lowering.textOf(value.span).replaceAll('.', '_')
    case 'call': {
      const [argument] = value.arguments
      // `bin(TimeGenerated, 1h)` is called `TimeGenerated`, and so are the results of conversions.
      if (argument !== undefined && /^(?:bin|to\w+|startof\w+|parse_json)$/.test(value.name)) {
        return columnName({ names: [], value: argument, span: argument.span }, lowering)
      }
      return lowering.textOf(span)
    }
    default:
      return lowering.textOf(span)
  }
}
