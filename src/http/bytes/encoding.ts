import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

export type Encoding = 'identity' | 'gzip' | 'br'

/** Below this many bytes compression gains nothing worth its header. */
const minCompressedBytes = 1024

const compressible =
  /^(text\/|application\/(json|problem\+json|x-ndjson|manifest\+json)|image\/svg)/

export function isCompressible(type: string, bytes: number): boolean {
  return bytes >= minCompressedBytes && compressible.test(type)
}

/** The best encoding that an Accept-Encoding header allows; the bytes as they are when it names none. */
export function chooseEncoding(header: string | undefined): Encoding {
  if (header === undefined) return 'identity'
  const weights = new Map<string, number>()
  for (const item of header.toLowerCase().split(',', 32)) {
    const [name = '', ...parameters] = item.split(';').map(part => part.trim())
    const weight = parameters.find(parameter => parameter.startsWith('q='))
    weights.set(name, weight === undefined ? 1 : Number(weight.slice(2)))
  }
  const weightOf = (name: string): number => weights.get(name) ?? weights.get('*') ?? 0
  if (weightOf('br') > 0 && weightOf('br') >= weightOf('gzip')) return 'br'
  return weightOf('gzip') > 0 ? 'gzip' : 'identity'
}

/** Fast settings: an answer is compressed once and then kept. */
export function compress(bytes: Uint8Array, encoding: 'gzip' | 'br'): Uint8Array {
  if (encoding === 'gzip') return gzipSync(bytes, { level: 6 })
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 4,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
    },
  })
}
