import { noSpan } from '../../src/base/index.ts'
import {
  type Expression,
  type LogEvent,
  type Operator,
  or,
  type Regex,
  type Scalar,
  type Test,
} from '../../src/ir/index.ts'

/** The value that a test with an operator has; `undefined` for `null`, which has none. */
type ValueOf<O extends Operator, T extends Test = Test> = T extends Test
  ? O extends T['operator']
    ? T extends { readonly value: infer V }
      ? V
      : undefined
    : never
  : never

/** A test with nothing in it but what the arguments say. */
export function makeTest<O extends Operator>(
  operator: O,
  field: string,
  value: ValueOf<O>,
  rest: Partial<Pick<Test, 'cased' | 'transforms' | 'list' | 'derived'>> = {},
): Test {
  const base = { kind: 'test', field, cased: false, transforms: [], list: 0, span: noSpan, ...rest }
  // The parameter types tie the value to the operator.
  return { ...base, operator, ...(value === undefined ? {} : { value }) } as unknown as Test
}

/** A list of values of one field: one `or` whose tests share a list number. */
export function makeList(
  operator: 'equals' | 'contains' | 'starts_with' | 'ends_with',
  field: string,
  values: readonly string[],
  list: number,
): Expression {
  return or(values.map(value => makeTest(operator, field, value, { list })))
}

export function makeRegex(source: string, rest: Partial<Regex> = {}): Regex {
  return {
    source,
    dialect: 'pcre',
    ignoreCase: false,
    multiline: false,
    dotAll: false,
    anchored: false,
    ...rest,
  }
}

/** The fields of an event: one value each, or several in an array. */
export type EventFields = Readonly<Record<string, Scalar | readonly Scalar[]>>

/** An event whose fields have one value, or several in an array. */
export function makeEvent(fields: EventFields): LogEvent {
  return {
    header: {},
    fields: new Map(
      Object.entries(fields).map(([name, value]) => [name, isArray(value) ? value : [value]]),
    ),
  }
}

function isArray(value: Scalar | readonly Scalar[]): value is readonly Scalar[] {
  return Array.isArray(value)
}
