import type { Scalar } from '../../ir/index.ts'

export type JsonValue = Scalar | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [name: string]: JsonValue
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value of a JSON text as a list: an array's elements, or the value alone. */
export function toList(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value as Scalar | JsonObject]
}

/**
 * The fields of an object: nested names joined with dots; an array's scalars are many values; an
 * array's objects give their values to one dotted name. An empty object or array is a field
 * without values.
 */
export function flattenJson(object: JsonObject): Map<string, Scalar[]> {
  const fields = new Map<string, Scalar[]>()
  flattenObject(fields, object, '')
  return fields
}

function flattenObject(fields: Map<string, Scalar[]>, object: JsonObject, prefix: string): void {
  for (const name of Object.keys(object)) {
    const value = object[name]
    if (value !== undefined) flattenValue(fields, value, prefix + name)
  }
}

function flattenValue(fields: Map<string, Scalar[]>, value: JsonValue, name: string): void {
  if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value)) {
      if (value.length === 0) valuesOf(fields, name)
      for (const element of value) flattenValue(fields, element, name)
    } else {
      if (Object.keys(value).length === 0) valuesOf(fields, name)
      flattenObject(fields, value as JsonObject, `${name}.`)
    }
  } else {
    valuesOf(fields, name).push(value as Scalar)
  }
}

function valuesOf(fields: Map<string, Scalar[]>, name: string): Scalar[] {
  const known = fields.get(name)
  if (known !== undefined) return known
  const values: Scalar[] = []
  fields.set(name, values)
  return values
}

/** Whether objects and arrays nest deeper than `limit` in a value. Goes no deeper than that itself. */
export function isDeeperThan(value: JsonValue, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (limit === 0) return true
  for (const member of Object.values(value)) if (isDeeperThan(member, limit - 1)) return true
  return false
}
