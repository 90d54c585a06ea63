import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A file with a processing pipeline, unread. */
export interface PipelineFile {
  readonly path: string
  readonly text: string
}

export interface PipelineFiles {
  readonly files: readonly PipelineFile[]
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[]
}

/** Files past this many bytes are no pipelines. */
const maxBytes = 16 * 1024 * 1024

/**
 * The files with processing pipelines at the paths: files in the order given, of folders those that end
 * with `.yml` or `.yaml`, by name. What cannot be read is listed.
 */
export function readPipelineFiles(paths: readonly string[]): PipelineFiles {
  const files: PipelineFile[] = []
  const unreadable: { path: string; reason: string }[] = []
  const attempt = (path: string, read: () => void): void => {
    try {
      read()
    } catch (error) {
      unreadable.push({ path, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  const readFile = (path: string): void =>
    attempt(path, () => {
      if (statSync(path).size > maxBytes) {
        unreadable.push({ path, reason: `larger than ${maxBytes} bytes` })
      } else files.push({ path, text: readFileSync(path, 'utf8') })
    })
  for (const path of paths) {
    attempt(path, () => {
      if (!statSync(path).isDirectory()) {
        readFile(path)
        return
      }
      const names = readdirSync(path).filter(name => /\.ya?ml$/i.test(name))
      if (names.length === 0) unreadable.push({ path, reason: 'the folder holds no pipeline' })
      for (const name of names.sort()) readFile(join(path, name))
    })
  }
  return { files, unreadable }
}
