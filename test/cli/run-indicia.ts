import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../bin/indicia.js', import.meta.url))

/** Of the tests alone: what they keep must not meet what the user keeps. */
const cacheFolder = mkdtempSync(join(tmpdir(), 'indicia-cache-'))

const environment = {
  ...process.env,
  FORCE_COLOR: '0',
  NO_COLOR: '1',
  COLUMNS: '100',
  INDICIA_CACHE_DIR: cacheFolder,
}

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
      env: environment,
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

/** `indicia serve` as it runs. */
export interface Served {
  readonly address: string
  /** What it has said so far on standard error. */
  said(): string
  /** Ends it as Ctrl-C and service managers do, and gives its exit code. */
  stop(signal: 'SIGINT' | 'SIGTERM'): Promise<number | null>
}

/** Runs `indicia serve` on a port that is free, and resolves when it listens. */
export function serveIndicia(arguments_: readonly string[], cwd: string): Promise<Served> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, 'serve', ...arguments_, '--port', '0'], {
      cwd,
      env: environment,
    })
    const ended = new Promise<number | null>(done => child.on('close', done))
    let err = ''
    child.stderr.on('data', chunk => {
      err += chunk
      const [, address] = /^(http:\S+) \(Ctrl-C stops\)$/m.exec(err) ?? []
      if (address === undefined) return
      resolve({
        address,
        said: () => err,
        stop(signal) {
          child.kill(signal)
          return ended
        },
      })
    })
    child.on('error', reject)
    child.on('close', code => reject(new Error(`indicia serve ended with ${code}: ${err}`)))
  })
}
