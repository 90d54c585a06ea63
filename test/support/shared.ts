import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe } from 'vitest'

/** The folder of real rules and real logs beside the project, whether it is there or not. */
export const shared: string = fileURLToPath(new URL('../../../shared', import.meta.url))

const isThere = existsSync(join(shared, 'corpora')) && existsSync(join(shared, 'logs'))

/** A suite that reads real rules and real logs; skipped, and said so, where they are absent. */
export function describeShared(name: string, define: () => void): void {
  if (!isThere) console.warn(`skipped: “${name}”, since ../shared is absent`)
  describe.skipIf(!isThere)(name, define)
}
