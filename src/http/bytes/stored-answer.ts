import { createHash } from 'node:crypto'
import type { WholeAnswer } from './answer.ts'
import { compress, type Encoding, isCompressible } from './encoding.ts'

/** An answer as bytes, with those of every encoding that was asked for so far. */
export interface StoredAnswer extends Omit<WholeAnswer, 'kind' | 'body'> {
  readonly bytes: Uint8Array
  /** A hash of the bytes, without quotes. */
  readonly hash: string
  readonly encoded: Map<Encoding, Uint8Array>
}

export function storeAnswer({ kind, body, ...rest }: WholeAnswer): StoredAnswer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
  return { ...rest, bytes, hash, encoded: new Map() }
}

/** The bytes in an encoding, or as they are where compression gains nothing. */
export function encodeAnswer(
  stored: StoredAnswer,
  wanted: Encoding,
): { readonly encoding: Encoding; readonly bytes: Uint8Array } {
  const { type, bytes, encoded } = stored
  if (wanted === 'identity' || !isCompressible(type, bytes.byteLength)) {
    return { encoding: 'identity', bytes }
  }
  let made = encoded.get(wanted)
  if (made === undefined) {
    made = compress(bytes, wanted)
    encoded.set(wanted, made)
  }
  return { encoding: wanted, bytes: made }
}

/** Strong: each encoding is other bytes and has a tag of its own. */
export function entityTag(stored: StoredAnswer, encoding: Encoding): string {
  return encoding === 'identity' ? `"${stored.hash}"` : `"${stored.hash}-${encoding}"`
}

/** The tag of an If-None-Match header that names this answer in any encoding. */
export function findMatchingTag(
  stored: StoredAnswer,
  header: string | undefined,
): string | undefined {
  if (header === undefined) return undefined
  const tags = header.split(',').map(tag => tag.trim().replace(/^W\//, ''))
  const ours = (['identity', 'gzip', 'br'] as const).map(encoding => entityTag(stored, encoding))
  if (tags.includes('*')) return ours[0]
  return tags.find(tag => ours.includes(tag))
}
