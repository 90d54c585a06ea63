import { assertNever } from '../base/index.ts'
import { anyRun, findLiteralText, literal, type OneOf, type Pattern, pattern } from './pattern.ts'

/** How a value is spelled in the log: an encoding, or the dashes that Windows takes for one. */
export type ValueTransform =
  | 'windash'
  | 'base64'
  | 'base64offset'
  | 'utf16'
  | 'utf16le'
  | 'utf16be'
  | 'wide'

/** A part of the field's time, which is compared in place of the field. */
export type TimeTransform = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

export type Transform = ValueTransform | TimeTransform

const timeTransforms: ReadonlySet<string> = new Set<TimeTransform>([
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'year',
])

export function isTimeTransform(transform: Transform): transform is TimeTransform {
  return timeTransforms.has(transform)
}

/** The characters that Windows programs take for the dash before an option. */
export const dashes = '-/\u2013\u2014\u2015'

const windashed: OneOf = { kind: 'one_of', characters: dashes }

/**
 * Every spelling of a pattern after its transforms, in their order. `base64offset` gives up to three
 * (a text's base64 depends on where in the encoded bytes it begins); the others give one.
 *
 * `undefined` means that it has none: text with wildcards cannot be encoded, bytes that are no UTF-8
 * (text beyond ASCII after `wide`, or the mark of `utf16`) are no text until `base64` makes them one,
 * and of a text too short nothing is sure to remain after `base64offset`.
 */
export function spellingsOf(
  value: Pattern,
  transforms: readonly Transform[],
): readonly Pattern[] | undefined {
  let spellings: readonly Pattern[] = [value]
  let bytes: Uint8Array | undefined
  for (const transform of transforms) {
    if (isTimeTransform(transform)) continue
    if (transform === 'windash') {
      const texts = bytes === undefined ? spellings : decode(bytes)
      if (texts === undefined) return undefined
      spellings = texts.map(windash)
      bytes = undefined
      continue
    }
    const input = bytes ?? encode(spellings)
    if (input === undefined) return undefined
    switch (transform) {
      case 'base64':
        spellings = [pattern([literal(toBase64(input))])]
        bytes = undefined
        break
      case 'base64offset':
        spellings = [0, 1, 2]
          .map(offset => pattern([literal(toBase64AtOffset(input, offset))]))
          .filter(spelling => spelling.length > 0)
        if (spellings.length === 0) return undefined
        bytes = undefined
        break
      case 'wide':
      case 'utf16le':
      case 'utf16be':
      case 'utf16': {
        const text = decodeUtf8(input)
        if (text === undefined) return undefined
        bytes = toUtf16(text, transform)
        break
      }
      default:
        return assertNever(transform)
    }
  }
  return bytes === undefined ? spellings : decode(bytes)
}

/** The UTF-8 of a single spelling without wildcards. */
function encode(spellings: readonly Pattern[]): Uint8Array | undefined {
  const [only] = spellings
  const text = spellings.length === 1 && only !== undefined ? findLiteralText(only) : undefined
  return text === undefined ? undefined : new TextEncoder().encode(text)
}

function decode(bytes: Uint8Array): readonly Pattern[] | undefined {
  const text = decodeUtf8(bytes)
  return text === undefined ? undefined : [pattern([literal(text)])]
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // The decoder has no other way to say that the bytes are no UTF-8.
    return undefined
  }
}

/** `-` and `/` that begin a word stand for any of the five dashes. */
function windash(value: Pattern): Pattern {
  return pattern(
    value.flatMap(token => {
      if (token.kind !== 'literal') return [token]
      const pieces: Pattern[number][] = []
      let from = 0
      for (const match of token.text.matchAll(/(?<![\p{L}\p{N}_])[-/](?=[\p{L}\p{N}_])/gu)) {
        pieces.push(literal(token.text.slice(from, match.index)), windashed)
        from = match.index + 1
      }
      return [...pieces, literal(token.text.slice(from))]
    }),
  )
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.subarray(i, i + 3)
    text += alphabet[a >> 2]
    text += alphabet[((a & 3) << 4) | ((b ?? 0) >> 4)]
    text += b === undefined ? '=' : alphabet[((b & 15) << 2) | ((c ?? 0) >> 6)]
    text += c === undefined ? '=' : alphabet[c & 63]
  }
  return text
}

/** The characters of base64 that depend on nothing but `bytes`, when `offset` bytes precede them. */
function toBase64AtOffset(bytes: Uint8Array, offset: number): string {
  const shifted = new Uint8Array(bytes.length + offset)
  shifted.set(bytes, offset)
  const start = [0, 2, 3][offset] ?? 0
  const tail = [0, 3, 2][shifted.length % 3] ?? 0
  const encoded = toBase64(shifted)
  return encoded.slice(start, encoded.length - tail)
}

function toUtf16(text: string, form: 'wide' | 'utf16le' | 'utf16be' | 'utf16'): Uint8Array {
  const isBigEndian = form === 'utf16be'
  const mark = form === 'utf16' ? [0xff, 0xfe] : []
  const bytes = [...mark]
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    bytes.push(...(isBigEndian ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8]))
  }
  return Uint8Array.from(bytes)
}

/** The pattern that finds `tokens` anywhere in a text. */
export function anywhere(tokens: Pattern): Pattern {
  return pattern([anyRun, ...tokens, anyRun])
}
