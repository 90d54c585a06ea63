import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs'
import { sep } from 'node:path'
import { type LogProblem, toFileProblem } from './problem.ts'

/** The path that stands for standard input. */
export const standardInput = '-'

/** A file to read, or standard input. */
export interface LogInput {
  readonly path: string
  /** In bytes; 0 for what has none, such as a pipe. */
  readonly size: number
  /** Named by the user, so that not being a log is a problem. */
  readonly isExplicit: boolean
}

/**
 * The files that paths name: files as they are, folders with all that is below them, in the order of
 * their names. Links are followed to files and not to folders; pipes and devices are read only when
 * they are named. Nothing else can go on before the files are known, and asking for each without waiting for the
 * others' turn takes a third of the time.
 */
export function readInputs(paths: readonly string[]): {
  readonly inputs: readonly LogInput[]
  readonly problems: readonly LogProblem[]
} {
  const inputs: LogInput[] = []
  const problems: LogProblem[] = []
  const report = (file: string, error: unknown): void => {
    problems.push({ file, offset: 0, ...toFileProblem(error) })
  }

  const walk = (folder: string): void => {
    let entries: Dirent[]
    try {
      entries = readdirSync(folder, { withFileTypes: true })
    } catch (error) {
      report(folder, error)
      return
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of entries) {
      const path =
        folder.endsWith(sep) || folder.endsWith('/')
          ? folder + entry.name
          : folder + sep + entry.name
      if (entry.isDirectory()) walk(path)
      else if (entry.isFile() || entry.isSymbolicLink()) {
        try {
          const info = statSync(path)
          if (info.isFile()) inputs.push({ path, size: info.size, isExplicit: false })
        } catch (error) {
          report(path, error)
        }
      }
    }
  }

  for (const path of paths) {
    if (path === standardInput) {
      inputs.push({ path, size: 0, isExplicit: true })
      continue
    }
    let info: Stats
    try {
      info = statSync(path)
    } catch (error) {
      report(path, error)
      continue
    }
    if (info.isDirectory()) walk(path)
    else inputs.push({ path, size: info.isFile() ? info.size : 0, isExplicit: true })
  }
  return { inputs, problems }
}
