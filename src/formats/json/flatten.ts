import type { Scalar } from '../../ir/index.ts'

export type JsonValue = Scalar | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [name: string]: JsonValue
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isJsonArray(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value)
}

/** A value of a JSON text as a list: an array's elements, or the value alone. */
export function toList(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value as Scalar | JsonObject]
}

/**
 * How many characters the names of one object's fields may have together. A long name that is
 * joined with each of many members could fill the memory; the names of a real event have thousands.
 */
export const nameLimit: number = 16 * 1024 * 1024

/**
 * The fields of an object: nested names joined with dots; an array's scalars are many values; an
 * array's objects give their values to one dotted name. An empty object or array is a field
 * without values. `undefined` when the joined names are too long to be those of an event.
 */
export function flattenJson(object: JsonObject): Map<string, Scalar[]> | undefined {
  const flat: Flat = { fields: new Map(), left: nameLimit }
  flattenObject(flat, object, '')
  return flat.left < 0 ? undefined : flat.fields
}

/** The fields so far, and the characters that names may still have. */
interface Flat {
  readonly fields: Map<string, Scalar[]>
  left: number
}

function flattenObject(flat: Flat, object: JsonObject, prefix: string): void {
  for (const name of Object.keys(object)) {
    const value = object[name]
    flat.left -= prefix.length + name.length
    if (flat.left < 0) return
    if (value !== undefined) flattenValue(flat, value, prefix + name)
  }
}

function flattenValue(flat: Flat, value: JsonValue, name: string): void {
  if (typeof value !== 'object' || value === null) valuesOf(flat, name).push(value)
  else if (isJsonArray(value)) {
    if (value.length === 0) valuesOf(flat, name)
    for (const element of value) flattenValue(flat, element, name)
  } else {
    if (Object.keys(value).length === 0) valuesOf(flat, name)
    flattenObject(flat, value, `${name}.`)
  }
}

function valuesOf({ fields }: Flat, name: string): Scalar[] {
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
