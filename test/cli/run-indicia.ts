import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../bin/indicia.js', import.meta.url))

/** Of the tests alone: what they keep must not meet what the user keeps. */
const cacheFolder = mkdtempSync(join(tmpdir(), 'indicia-cache-'))

export interface Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the built command line in a folder, as a script would: no terminal, no colours. */
export function runIndicia(
  arguments_: readonly string[],
  options: { readonly cwd?: string; readonly input?: string } = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...arguments_], {
      cwd: options.cwd,
      env: {
        ...process.env,
        FORCE_COLOR: '0',
        NO_COLOR: '1',
        COLUMNS: '100',
        INDICIA_CACHE_DIR: cacheFolder,
      },
    })
    let out = ''
    let err = ''
    child.stdout.on('data', chunk => {
      out += chunk
    })
    child.stderr.on('data', chunk => {
      err += chunk
    })
    child.on('error', reject)
    child.on('close', code => resolve({ code, out, err }))
    child.stdin.end(options.input ?? '')
  })
}
