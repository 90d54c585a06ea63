import type { Blocks } from './blocks.ts'
import { gunzipBlocks, inflateRawBlocks } from './inflate.ts'
import type { LogLimits } from './limits.ts'

/** How single files are packed; the entries of zip archives have no more of gzip than `deflate`. */
export type StreamPacking = 'bzip2' | 'deflate' | 'gzip' | 'zstd'

/** What is packed so. The blocks may throw an {@link ArchiveError}. */
export async function* unpackBlocks(
  packing: StreamPacking,
  packed: Blocks,
  limits: LogLimits,
): Blocks {
  switch (packing) {
    case 'bzip2': {
      // Loaded here, because few scans need it.
      const { bunzip2Blocks } = await import('./bunzip2.ts')
      yield* bunzip2Blocks(packed)
      break
    }
    case 'deflate':
      yield* inflateRawBlocks(packed)
      break
    case 'gzip':
      yield* gunzipBlocks(packed)
      break
    case 'zstd': {
      const { unzstdBlocks } = await import('./zstd/frames.ts')
      yield* unzstdBlocks(packed, limits.windowBytes)
      break
    }
  }
}
