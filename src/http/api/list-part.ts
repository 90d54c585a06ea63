import type { Page, Slice } from '../../app/catalogue/index.ts'
import type { Failure } from './api-route.ts'
import { parseCursor, printCursor } from './cursor.ts'
import type { ListPart } from './wire.ts'

interface SliceRequest {
  readonly query: { readonly limit: number; readonly cursor?: string | undefined }
  readonly list: string
}

/** Which part of a list is asked for. */
export function readSlice({ query, list }: SliceRequest): Slice | Failure {
  const { limit, cursor } = query
  if (cursor === undefined) return { offset: 0, limit }
  const offset = parseCursor(cursor, list)
  if (offset !== undefined) return { offset, limit }
  return {
    kind: 'failure',
    status: 400,
    title: 'Wrong cursor',
    detail:
      'The cursor is of another list, or the catalogue was built anew since: begin without one.',
    parameter: 'cursor',
  }
}

/** A part of a list that is at hand whole. */
export function cutList<T>(
  items: readonly T[],
  { offset, limit }: Slice,
  list: string,
): ListPart<T> {
  return toPart(
    { items: items.slice(offset, offset + limit), total: items.length, offset, limit },
    list,
  )
}

export function toPart<T>({ items, total, offset }: Page<T>, list: string): ListPart<T> {
  const end = offset + items.length
  const isLast = end >= total || items.length === 0
  return { total, items, ...(isLast ? {} : { next: printCursor(end, list) }) }
}

export function isFailure(slice: Slice | Failure): slice is Failure {
  return 'kind' in slice
}
