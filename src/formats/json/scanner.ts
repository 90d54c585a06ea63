/**
 * Finds where one JSON value ends, in bytes that arrive in pieces, without keeping them. It checks
 * the structure (brackets, commas, colons, strings) and leaves the rest to `JSON.parse`.
 */
export interface JsonScanner {
  /** The most brackets that were open at once. */
  readonly deepest: number
  /** Forgets everything: a new value begins. */
  reset(): void
  /** Forgets everything: what comes is the rest of an object behind one of its members. */
  resetBehindMember(): void
  /** Reads from `from` to `to`, from where the last call stopped. */
  scan(bytes: Uint8Array, from: number, to: number): ScanResult
}

export type ScanResult =
  /** The value ends before `at`. */
  | { readonly kind: 'complete'; readonly at: number }
  /** The byte at `at` cannot stand there. */
  | { readonly kind: 'wrong'; readonly at: number }
  /** All bytes were read and the value goes on. */
  | { readonly kind: 'unfinished' }

/** More open brackets than any value that this package reads; past them the text counts as wrong. */
const bracketLimit = 65_536

const unfinished: ScanResult = { kind: 'unfinished' }

const isObject = 1
const isArray = 0

type State =
  | 'value'
  | 'value or end'
  | 'key'
  | 'key or end'
  | 'colon'
  | 'comma or end'
  | 'string'
  | 'escape'
  | 'word'

export function jsonScanner(): JsonScanner {
  const brackets = new Uint8Array(bracketLimit)
  let depth = 0
  let deepest = 0
  let state: State = 'value'
  let isKey = false

  /** The state after a byte outside strings and words, or `undefined` when it cannot stand here. */
  const step = (byte: number): State | undefined => {
    switch (state) {
      case 'value or end':
        if (byte === 0x5d) return close(isArray)
        return beginValue(byte)
      case 'value':
        return beginValue(byte)
      case 'key or end':
        if (byte === 0x7d) return close(isObject)
        return beginKey(byte)
      case 'key':
        return beginKey(byte)
      case 'colon':
        return byte === 0x3a ? 'value' : undefined
      default:
        if (byte === 0x2c && depth > 0) return brackets[depth - 1] === isObject ? 'key' : 'value'
        if (byte === 0x7d) return close(isObject)
        return byte === 0x5d ? close(isArray) : undefined
    }
  }
  const beginKey = (byte: number): State | undefined => {
    isKey = true
    return byte === 0x22 ? 'string' : undefined
  }
  const beginValue = (byte: number): State | undefined => {
    isKey = false
    if (byte === 0x22) return 'string'
    if (byte === 0x7b || byte === 0x5b) {
      if (depth === bracketLimit) return undefined
      brackets[depth++] = byte === 0x7b ? isObject : isArray
      deepest = Math.max(deepest, depth)
      return byte === 0x7b ? 'key or end' : 'value or end'
    }
    return isWordByte(byte) ? 'word' : undefined
  }
  const close = (kind: number): State | undefined => {
    if (depth === 0 || brackets[depth - 1] !== kind) return undefined
    depth--
    return 'comma or end'
  }

  return {
    get deepest() {
      return deepest
    },
    reset() {
      depth = 0
      deepest = 0
      state = 'value'
    },
    resetBehindMember() {
      brackets[0] = isObject
      depth = 1
      deepest = 1
      state = 'comma or end'
    },
    scan(bytes, from, to) {
      for (let at = from; at < to; at++) {
        const byte = bytes[at] ?? 0
        if (state === 'string') {
          if (byte === 0x22) {
            state = isKey ? 'colon' : 'comma or end'
            if (depth === 0) return { kind: 'complete', at: at + 1 }
          } else if (byte === 0x5c) state = 'escape'
          else if (byte < 0x20) return { kind: 'wrong', at }
          continue
        }
        if (state === 'escape') {
          if (byte < 0x20) return { kind: 'wrong', at }
          state = 'string'
          continue
        }
        if (state === 'word') {
          if (isWordByte(byte)) continue
          state = 'comma or end'
          if (depth === 0) return { kind: 'complete', at }
        }
        if (isBlank(byte)) continue
        const next = step(byte)
        if (next === undefined) return { kind: 'wrong', at }
        state = next
        if (depth === 0 && next === 'comma or end') return { kind: 'complete', at: at + 1 }
      }
      return unfinished
    },
  }
}

export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** Bytes of numbers, `true`, `false` and `null`. */
function isWordByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e ||
    byte === 0x45
  )
}
