import { createHash } from 'node:crypto'

/**
 * A place in a list, as text that says nothing: the offset, and a mark of the list that it is a place in. A
 * cursor of another list, or of a catalogue that was built anew, is refused instead of skipping items.
 */
export function printCursor(offset: number, list: string): string {
  return Buffer.from(`${offset}.${markOf(list)}`).toString('base64url')
}

/** The offset, or `undefined` if the cursor is of another list or none. */
export function parseCursor(cursor: string, list: string): number | undefined {
  const match = /^(\d{1,9})\.([\w-]{12})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))
  return match?.[2] === markOf(list) ? Number(match[1]) : undefined
}

function markOf(list: string): string {
  return createHash('sha256').update(list).digest('base64url').slice(0, 12)
}
