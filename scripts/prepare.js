// Builds `dist` after `npm ci`. A consumer who installed without development dependencies already
// has the published `dist`, or cannot build: either way this says so and does nothing.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** The compiler's entry file, or `undefined` when development dependencies are absent. */
function findCompiler() {
  try {
    const manifest = createRequire(import.meta.url).resolve('typescript/package.json')
    const entry = join(dirname(manifest), 'bin', 'tsc')
    return existsSync(entry) ? entry : undefined
  } catch {
    return undefined
  }
}

const compiler = findCompiler()
if (compiler === undefined) {
  console.error('indicia: development dependencies are absent, so nothing is built')
} else {
  const { status } = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.json')], {
    stdio: 'inherit',
  })
  process.exitCode = status ?? 1
}
