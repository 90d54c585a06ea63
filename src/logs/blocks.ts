import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'

/** Bytes as they arrive. A block may be overwritten once the next one is asked for. */
export type Blocks = AsyncGenerator<Uint8Array, void, undefined>

/** The bytes of a file from one offset up to another. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** A buffer for reading files. Larger ones do not stay in the processor’s nearer caches. */
export function readBuffer(): Uint8Array {
  return new Uint8Array(128 * 1024)
}

const firstBlock = 64 * 1024

/**
 * The bytes of a file, through one buffer, which nothing else may use meanwhile; `count` is told how
 * many were read. A file that grows is read to where it ends by then.
 */
export async function* readBlocks(
  path: string,
  buffer: Uint8Array,
  count: (bytes: number) => void,
  range?: ByteRange,
): Blocks {
  if (!statSync(path).isFile()) {
    yield* readSlowly(path, count)
    return
  }
  const file = openSync(path, 'r')
  try {
    const end = range?.end ?? Number.POSITIVE_INFINITY
    // Most files are small, and a small block of them stays in the processor’s cache.
    let size = firstBlock
    for (let at = range?.start ?? 0; at < end; ) {
      const bytesRead = readSync(file, buffer, 0, Math.min(size, end - at), at)
      if (bytesRead === 0) return
      at += bytesRead
      count(bytesRead)
      yield buffer.subarray(0, bytesRead)
      size = buffer.length
    }
  } finally {
    closeSync(file)
  }
}

/** Pipes and devices, which may keep one waiting. */
async function* readSlowly(path: string, count: (bytes: number) => void): Blocks {
  const file = await open(path, 'r')
  try {
    const buffer = new Uint8Array(firstBlock)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null)
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
      if (head.length === 0 && next.value.length >= size) {
        head = next.value as Uint8Array<ArrayBuffer>
        break
      }
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
