import { statSync } from 'node:fs'
import type { ServedSite } from './served-site.ts'

/** A site that is made of a file, and made anew when the file is replaced. */
export interface SiteFile {
  /** The site as it is served now. Looks at the file, once a second at the most. */
  current(): ServedSite
  /** When the reading that is under way, if any, is done. */
  settled(): Promise<void>
}

export interface SiteFileOptions {
  /** Reads the file; rejects if it is no whole catalogue. */
  readonly open: (path: string) => Promise<ServedSite>
  /** Told that another file is served now, or why the old one still is. */
  readonly onReplaced: () => void
  readonly onRefused: (error: unknown) => void
  /** Milliseconds between two looks; 1000 if not given. */
  readonly interval?: number
}

/**
 * Opens a file that may be replaced while it is served. A file that cannot be read, because it is being written,
 * truncated or of another version, leaves the old site in place. Rejects as `open` does for the first.
 */
export async function openSiteFile(path: string, options: SiteFileOptions): Promise<SiteFile> {
  const { open, onReplaced, onRefused, interval = 1000 } = options
  // Before the file is read: what is written into it meanwhile shows as a difference later.
  let seen = findFileMark(path)
  let site = await open(path)
  let lookedAt = performance.now()
  let reading: Promise<void> | undefined
  const read = async (): Promise<void> => {
    try {
      site = await open(path)
      onReplaced()
    } catch (error) {
      onRefused(error)
    }
    reading = undefined
  }
  return {
    current() {
      const now = performance.now()
      if (reading === undefined && now - lookedAt >= interval) {
        lookedAt = now
        const mark = findFileMark(path)
        // A file that is gone for a moment is about to be replaced.
        if (mark !== undefined && mark !== seen) {
          seen = mark
          reading = read()
        }
      }
      return site
    },
    settled: async () => {
      await reading
    },
  }
}

/** Changes when a file is replaced or written to; `undefined` where there is none. */
function findFileMark(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stat && `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeNs}`
}
