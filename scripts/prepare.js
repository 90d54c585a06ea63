// Builds `dist` after `npm ci`: the library, the program, and the files of the site. A consumer who installed without
// development dependencies already has the published `dist`, or cannot build: either way this says so and
// does nothing.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** A program of a package, or `undefined` when development dependencies are absent. */
function findProgram(name, file) {
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`)
    const entry = join(dirname(manifest), 'bin', file)
    return existsSync(entry) ? entry : undefined
  } catch {
    return undefined
  }
}

/** Runs a program to its end; what it prints is shown. */
function run(program, ...args) {
  const { status } = spawnSync(process.execPath, [program, ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}

const compiler = findProgram('typescript', 'tsc')
const bundler = findProgram('vite', 'vite.js')
if (compiler === undefined || bundler === undefined) {
  console.error('indicia: development dependencies are absent, so nothing is built')
} else {
  run(compiler, '-p', 'tsconfig.json')
  run(join(root, 'scripts', 'bundle-program.js'))
  run(bundler, 'build', 'web', '--logLevel', 'warn')
}
