import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Examined, Finding } from './examine.ts'
import type { FromFuzzWorker, ToFuzzWorker } from './worker.ts'

/** What a step over an input of less than a megabyte may take of the processor, in milliseconds. */
const mostTime = 5000

/** By how much an input may make the memory of the process grow, in bytes. */
const mostGrowth = 300 * 1024 * 1024

export interface FuzzResult {
  readonly findings: readonly Finding[]
  readonly examined: Examined | undefined
  /** Whether the process is no good any more. */
  readonly isOver: boolean
}

/** A process that reads inputs, and is watched meanwhile. */
export interface FuzzProcess {
  /** Reads an input; gives up after so many milliseconds. */
  examine(number: number, patience: number): Promise<FuzzResult>
  end(): void
}

export function createFuzzProcess(root: string, seed: number, folder: string): FuzzProcess {
  const child = fork(
    fileURLToPath(new URL('./worker.js', import.meta.url)),
    [root, String(seed), folder],
    { execArgv: ['--max-old-space-size=384'], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  )
  let errors = ''
  child.stderr?.on('data', chunk => {
    errors = (errors + String(chunk)).slice(-4000)
  })
  const ready = new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', () => reject(new Error(`the fuzz process did not start: ${errors}`)))
  })
  let isFirst = true
  return {
    async examine(number, patience) {
      await ready
      const result = run(child, number, { patience, isFirst }, () => errors)
      isFirst = false
      return await result
    },
    end: () => void child.kill('SIGKILL'),
  }
}

function run(
  child: ChildProcess,
  number: number,
  { patience, isFirst }: { readonly patience: number; readonly isFirst: boolean },
  errors: () => string,
): Promise<FuzzResult> {
  return new Promise(resolve => {
    let examined: Examined | undefined
    let findings: Finding[] = []
    let timer: NodeJS.Timeout | undefined
    const finish = (isOver: boolean): void => {
      clearTimeout(timer)
      child.off('message', onMessage)
      child.off('exit', onExit)
      resolve({ findings, examined, isOver })
    }
    const onMessage = (message: FromFuzzWorker): void => {
      switch (message.kind) {
        case 'ready':
          return
        case 'begin':
          timer = setTimeout(() => {
            findings = [{ kind: 'hang', text: `it is not read after ${patience} ms` }]
            child.kill('SIGKILL')
            finish(true)
          }, patience)
          return
        case 'end': {
          examined = message.examined
          findings = [...examined.findings]
          const { step, ms } = examined.slowest
          if (ms > mostTime) findings.push({ kind: 'hang', text: `${step} took ${ms} ms` })
          // Comparing takes memory, too: only a process that read nothing before tells what reading takes.
          const growth = isFirst ? examined.growth : message.grown
          if (growth > mostGrowth) {
            const megabytes = Math.round(growth / 1024 / 1024)
            findings.push({ kind: 'memory', text: `the process grew by ${megabytes} MB` })
          }
          return
        }
        case 'done':
          // A process that has grown tells nothing of the next input.
          finish(findings.some(({ kind }) => kind === 'memory'))
      }
    }
    const onExit = (code: number | null, signal: string | null): void => {
      const kind = errors().includes('heap out of memory') ? 'memory' : 'crash'
      const how = `the process ended with ${signal ?? `code ${code}`}`
      findings = [{ kind, text: `${how}: ${errors().trim().slice(0, 600)}` }]
      finish(true)
    }
    child.on('message', onMessage)
    child.on('exit', onExit)
    const message: ToFuzzWorker = { first: number, count: 1 }
    child.send(message)
  })
}
