import type { Blocks } from './blocks.ts'
import { ArchiveError } from './inflate.ts'
import type { LogLimits } from './limits.ts'

/** How many bytes were packed, and how many came out, so far. */
export interface Expansion {
  packed: number
  unpacked: number
}

/**
 * The blocks of one packed file, up to the limits. `total` counts over all files of an archive,
 * `packed` tells how many packed bytes this file has taken.
 */
export async function* guardBlocks(
  blocks: Blocks,
  packed: () => number,
  total: Expansion,
  limits: LogLimits,
): Blocks {
  let unpacked = 0
  for await (const block of blocks) {
    unpacked += block.length
    total.unpacked += block.length
    if (total.unpacked > limits.unpackedBytes) {
      const reason = `It unpacks to more than the limit of ${limits.unpackedBytes} bytes`
      throw new ArchiveError('logs/archive-limit', reason)
    }
    if (unpacked > limits.ratioFrom && unpacked > packed() * limits.ratio) {
      const reason = `It unpacks to more than ${limits.ratio} times its size`
      throw new ArchiveError('logs/archive-limit', reason)
    }
    yield block
  }
}
