import { setImmediate } from 'node:timers/promises'
import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib'
import type { Blocks } from './blocks.ts'

/** An archive that cannot be unpacked, or not further. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
  readonly code: 'logs/archive' | 'logs/archive-limit' | 'logs/encrypted'

  constructor(code: ArchiveError['code'], reason: string, cause?: unknown) {
    super(reason, { cause })
    this.code = code
  }
}

/** How many packed bytes are unpacked at once: at most a thousand times as many come out. */
const sliceSize = 4096

/** What gzip has packed, several members one after the other included. */
export function gunzipBlocks(packed: Blocks): Blocks {
  return inflateBlocks(packed, createGunzip())
}

/** What zip has packed by its method 8. */
export function inflateRawBlocks(packed: Blocks): Blocks {
  return inflateBlocks(packed, createInflateRaw())
}

/**
 * Unpacks slice by slice and hands out all that a slice gives before it takes the next, so that
 * memory stays bounded and an error loses nothing of what came before it.
 */
async function* inflateBlocks(packed: Blocks, inflater: Gunzip | InflateRaw): Blocks {
  let unpacked: Uint8Array[] = []
  let failure: Error | undefined
  const isOver = new Promise<void>(resolve => {
    inflater.on('data', (bytes: Uint8Array) => unpacked.push(bytes))
    inflater.on('error', error => {
      failure = error
      resolve()
    })
    inflater.on('end', resolve)
  })
  const take = (): readonly Uint8Array[] => {
    const taken = unpacked
    unpacked = []
    return taken
  }
  try {
    for await (const block of packed) {
      for (let at = 0; at < block.length && failure === undefined; at += sliceSize) {
        const slice = block.slice(at, at + sliceSize)
        const isTaken = new Promise<void>(resolve => inflater.write(slice, () => resolve()))
        await Promise.race([isTaken, isOver])
        await setImmediate()
        yield* take()
      }
      if (failure !== undefined) break
    }
    if (failure === undefined) {
      inflater.end()
      await isOver
    }
    yield* take()
    if (failure !== undefined) {
      throw new ArchiveError('logs/archive', `It cannot be unpacked: ${failure.message}`, failure)
    }
  } finally {
    inflater.destroy()
  }
}
