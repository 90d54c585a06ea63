import { type Computation, type DeriveStage, fieldsOf, type Stage } from '../../ir/index.ts'
import { derivedMeaning, type Meaning } from './columns.ts'
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
      return extend(columns, scope, lowering)
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

/** A column as its operator makes it: another name for a field, or a computed value. */
interface NewColumn {
  readonly names: readonly string[]
  readonly column: KustoColumn
  readonly meaning: Meaning | undefined
  readonly before: readonly Stage[]
  readonly computation: Computation | undefined
}

/**
 * The columns of one operator. All of them are computed from the columns that were there before: one that would see what
 * another of them makes is not known.
 */
function newColumns(
  columns: readonly KustoColumn[],
  scope: Scope,
  lowering: KustoLowering,
): readonly NewColumn[] {
  const found = columns.map(column => newColumn(column, scope, lowering))
  const made = new Set<string>()
  for (const { names, meaning } of found) {
    if (meaning === undefined) for (const name of names) made.add(name)
  }
  const earlier = new Set<string>()
  return found.map(column => {
    const { names, meaning, computation } = column
    if (meaning !== undefined) {
      return isMade(meaning.field, made) ? { ...column, meaning: undefined } : column
    }
    const isHidden =
      computation !== undefined && fieldsOf(computation).some(field => isMade(field, earlier))
    for (const name of names) earlier.add(name)
    return isHidden ? { ...column, computation: undefined } : column
  })
}

/** Whether a field, or what it is a part of, is among names. */
function isMade(field: string, names: ReadonlySet<string>): boolean {
  const [root = field] = field.split(/[.[]/)
  return names.has(field) || names.has(root)
}

function newColumn(column: KustoColumn, scope: Scope, lowering: KustoLowering): NewColumn {
  const { value } = column
  const names = column.names.length > 0 ? column.names : [columnName(column, lowering)]
  const none = { names, column, meaning: undefined, before: [], computation: undefined }
  if (value === undefined) return none
  const meaning = names.length === 1 ? findMeaning(value, scope, lowering) : undefined
  if (meaning !== undefined) return { ...none, meaning }
  const queries = queriesOf(value, scope, lowering)
  const computed = names.length === 1 ? findComputation(value, scope, lowering) : undefined
  const before = [...queries, ...(computed?.before ?? [])]
  return { ...none, before, computation: computed?.computation }
}

function derive({ names, column: { span }, computation }: NewColumn, text: string): DeriveStage {
  return {
    kind: 'derive',
    names,
    text,
    span,
    ...(computation === undefined ? {} : { computations: [computation] }),
  }
}

/** `extend a = b, c = strcat(d, "x")`: columns beside those that are there. */
function extend(
  columns: readonly KustoColumn[],
  scope: Scope,
  lowering: KustoLowering,
): readonly Stage[] {
  const found = newColumns(columns, scope, lowering)
  for (const { names, meaning } of found) {
    if (meaning === undefined) for (const name of names) lowering.columns.define(name)
  }
  return found.flatMap(column => {
    const { names, meaning, before } = column
    const { span } = column.column
    const text = lowering.textOf(span)
    const [name] = names
    if (meaning === undefined || name === undefined) return [...before, derive(column, text)]
    lowering.columns.alias(name, meaning)
    return [{ kind: 'shape', text: `extend ${text}`, span }]
  })
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
  const found = newColumns(columns, scope, lowering)
  const kept = new Map<string, Meaning>()
  const derived = found.flatMap(column => {
    const { names, meaning, before } = column
    for (const name of names) kept.set(name, meaning ?? derivedMeaning(name))
    if (meaning !== undefined) return []
    return [...before, derive(column, lowering.textOf(column.column.span))]
  })
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
