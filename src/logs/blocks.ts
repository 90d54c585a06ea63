import { open } from 'node:fs/promises'

/** Bytes as they arrive. A block may be overwritten once the next one is asked for. */
export type Blocks = AsyncGenerator<Uint8Array, void, undefined>

const blockSize = 64 * 1024

/** The bytes of a file, through one buffer; `count` is told how many were read. */
export async function* readBlocks(path: string, count: (bytes: number) => void): Blocks {
  const file = await open(path, 'r')
  try {
    const buffer = new Uint8Array(blockSize)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, blockSize, null)
      if (bytesRead === 0) return
      count(bytesRead)
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** The bytes of a stream such as standard input. */
export async function* streamBlocks(
  stream: AsyncIterable<Uint8Array | string>,
  count: (bytes: number) => void,
): Blocks {
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
    count(bytes.length)
    yield bytes
  }
}

/**
 * The first block with at least `size` bytes (fewer when there are no more), and all blocks with
 * that one in front. An error on the way to it is thrown behind it.
 */
export async function peekBlock(
  blocks: Blocks,
  size: number,
): Promise<{ readonly head: Uint8Array; readonly blocks: Blocks }> {
  let head = new Uint8Array(0)
  let failure: { readonly error: unknown } | undefined
  try {
    while (head.length < size) {
      const next = await blocks.next()
      if (next.done === true) break
      const longer = new Uint8Array(head.length + next.value.length)
      longer.set(head)
      longer.set(next.value, head.length)
      head = longer
    }
  } catch (error) {
    if (head.length === 0) throw error
    failure = { error }
  }
  return { head, blocks: prepend(head, failure, blocks) }
}

async function* prepend(
  head: Uint8Array,
  failure: { readonly error: unknown } | undefined,
  blocks: Blocks,
): Blocks {
  if (head.length > 0) yield head
  if (failure !== undefined) throw failure.error
  yield* blocks
}
