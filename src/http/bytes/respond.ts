import type { Answer, StreamedAnswer, WholeAnswer } from './answer.ts'
import type { AnswerCache } from './answer-cache.ts'
import { chooseEncoding, isCompressible } from './encoding.ts'
import {
  encodeAnswer,
  entityTag,
  findMatchingTag,
  type StoredAnswer,
  storeAnswer,
} from './stored-answer.ts'

/** The headers of a request that its answer depends on. */
export interface Wish {
  readonly acceptEncoding: string | undefined
  readonly ifNoneMatch: string | undefined
}

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What every response says, errors included. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
}

/** An answer that need not be made again while the same is served. */
export function respondFromCache(
  cache: AnswerCache,
  key: string,
  wish: Wish,
  make: () => Answer,
): Response {
  const known = cache.find(key)
  if (known !== undefined) return respondStored(known, wish, () => cache.keep(key, known))
  const answer = make()
  if (answer.kind === 'streamed') return respondStreamed(answer, wish)
  const stored = storeAnswer(answer)
  // Errors are cheap to make, and anyone can think of endless wrong addresses.
  if (answer.status !== 200) return respondStored(stored, wish, () => {})
  cache.keep(key, stored)
  return respondStored(stored, wish, () => cache.keep(key, stored))
}

export function respond(answer: WholeAnswer, wish: Wish): Response {
  return respondStored(storeAnswer(answer), wish, () => {})
}

function respondStored(stored: StoredAnswer, wish: Wish, onEncoded: () => void): Response {
  const known = stored.encoded.size
  const { encoding, bytes } = encodeAnswer(stored, chooseEncoding(wish.acceptEncoding))
  if (stored.encoded.size > known) onEncoded()
  const headers: Record<string, string> = {
    ...securityHeaders,
    ...stored.headers,
    'Content-Type': stored.type,
    Vary: 'Accept-Encoding',
  }
  if (stored.status !== 200) {
    headers['Cache-Control'] = 'no-store'
  } else {
    headers['Cache-Control'] =
      stored.isImmutable === true ? 'public, max-age=31536000, immutable' : 'no-cache'
    const matching = findMatchingTag(stored, wish.ifNoneMatch)
    headers.ETag = matching ?? entityTag(stored, encoding)
    if (matching !== undefined) {
      delete headers['Content-Type']
      return new Response(null, { status: 304, headers })
    }
  }
  if (encoding !== 'identity') headers['Content-Encoding'] = encoding
  headers['Content-Length'] = String(bytes.byteLength)
  // A view of bytes is what `Response` takes; its type asks for a buffer of its own.
  return new Response(bytes as Uint8Array<ArrayBuffer>, { status: stored.status, headers })
}

function respondStreamed(answer: StreamedAnswer, wish: Wish): Response {
  const headers: Record<string, string> = {
    ...securityHeaders,
    ...answer.headers,
    'Content-Type': answer.type,
    'Cache-Control': 'no-store',
    Vary: 'Accept-Encoding',
  }
  let stream = streamOf(answer.pieces())
  const encoding = chooseEncoding(wish.acceptEncoding)
  if (encoding !== 'identity' && isCompressible(answer.type, Number.POSITIVE_INFINITY)) {
    headers['Content-Encoding'] = 'gzip'
    stream = stream.pipeThrough(new CompressionStream('gzip'))
  }
  return new Response(stream, { status: answer.status, headers })
}

/** About this many characters are made at once, so that other requests get their turn in between. */
const chunkLength = 64 * 1024

function streamOf(pieces: Iterable<string>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = pieces[Symbol.iterator]()
  return new ReadableStream({
    async pull(controller) {
      await new Promise(resolve => setImmediate(resolve))
      let chunk = ''
      while (chunk.length < chunkLength) {
        const { done, value } = iterator.next()
        if (done === true) {
          if (chunk !== '') controller.enqueue(Buffer.from(chunk))
          controller.close()
          return
        }
        chunk += value
      }
      controller.enqueue(Buffer.from(chunk))
    },
    cancel() {
      iterator.return?.()
    },
  })
}
