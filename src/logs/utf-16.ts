import type { Blocks } from './blocks.ts'

/**
 * Whether a text is in UTF-16, as Windows’ own tools write it: by its byte order mark, or by the zero
 * byte beside a first `<`.
 */
export function isUtf16(head: Uint8Array): boolean {
  return findByteOrder(head) !== undefined
}

function findByteOrder(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = head
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be'
  return undefined
}

/** The bytes of a text in UTF-16 as UTF-8, without its byte order mark. */
export async function* toUtf8Blocks(blocks: Blocks): Blocks {
  const encoder = new TextEncoder()
  let decoder: InstanceType<typeof TextDecoder> | undefined
  // One byte does not tell; it waits for the second.
  let first = new Uint8Array(0)
  for await (const block of blocks) {
    let bytes = block
    if (decoder === undefined) {
      bytes = new Uint8Array(first.length + block.length)
      bytes.set(first)
      bytes.set(block, first.length)
      if (bytes.length < 2) {
        first = bytes.slice()
        continue
      }
      decoder = new TextDecoder(findByteOrder(bytes) ?? 'utf-16le')
    }
    yield encoder.encode(decoder.decode(bytes, { stream: true }))
  }
  const rest = decoder?.decode() ?? ''
  if (rest !== '') yield encoder.encode(rest)
}
