import type { StoredAnswer } from './stored-answer.ts'

/** Answers that were given, by what was asked; the ones not asked for longest are dropped. */
export interface AnswerCache {
  find(key: string): StoredAnswer | undefined
  /** Keeps an answer, or counts its size anew after it was encoded. */
  keep(key: string, stored: StoredAnswer): void
  readonly bytes: number
}

/** @param limit how many bytes the answers may have together; one past an eighth of it is not kept */
export function createAnswerCache(limit: number): AnswerCache {
  // A map keeps its order of insertion: what is asked for is moved to the end.
  const entries = new Map<string, { readonly stored: StoredAnswer; readonly bytes: number }>()
  let total = 0
  const drop = (key: string): void => {
    total -= entries.get(key)?.bytes ?? 0
    entries.delete(key)
  }
  return {
    find(key) {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      entries.delete(key)
      entries.set(key, entry)
      return entry.stored
    },
    keep(key, stored) {
      const bytes = sizeOf(key, stored)
      drop(key)
      if (bytes > limit / 8) return
      entries.set(key, { stored, bytes })
      total += bytes
      for (const oldest of entries.keys()) {
        if (total <= limit) break
        drop(oldest)
      }
    },
    get bytes() {
      return total
    },
  }
}

/** What an entry costs besides its bytes, about. */
const overhead = 512

function sizeOf(key: string, { bytes, encoded }: StoredAnswer): number {
  let size = overhead + key.length * 2 + bytes.byteLength
  for (const made of encoded.values()) size += made.byteLength
  return size
}
