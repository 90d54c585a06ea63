import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { forgetOldest } from './kept-files.ts'
import { readSummed, writeSummed } from './summed-file.ts'

/** What readers have learnt of formats of logs, kept for later ones: the plans of EVTX templates, for instance. */
export interface LearntFolder {
  /** What was kept of a format; `undefined` if that is nothing. */
  find(format: string): Uint8Array | undefined
  /** Keeps what was learnt; where the folder cannot be written, nothing is. */
  save(format: string, bytes: Uint8Array): void
}

/** Those of other programs are not looked at, and the oldest go first. */
const mostKept = 4

/** Opens a folder for `program`, which tells versions apart that learn in other ways. */
export function openLearnt(folder: string, program: string): LearntFolder {
  const sum = createHash('sha256').update(program).digest('hex').slice(0, 16)
  const pathOf = (format: string): string => join(folder, `${format}-${sum}.learnt`)
  return {
    find: format => readSummed(pathOf(format)),
    save(format, bytes) {
      try {
        mkdirSync(folder, { recursive: true })
        writeSummed(pathOf(format), bytes)
        forgetOldest(folder, '.learnt', mostKept)
      } catch (error) {
        // It is learnt again next time; a cache that cannot be written has been spoken of.
        if (!(error instanceof Error && 'code' in error)) throw error
      }
    },
  }
}
