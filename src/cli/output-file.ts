import { closeSync, openSync, writeSync } from 'node:fs'
import type { Console } from './terminal/console.ts'
import { visible } from './terminal/text-width.ts'

/** A file that output goes to. */
export interface OutputFile {
  write(text: string): void
  /** Writes what was gathered. */
  flush(): void
  /** Whether some of the output is not in the file. */
  hasFailed(): boolean
  close(): void
}

/** How many characters are gathered before they are written. */
const gathered = 65_536

/**
 * A file to write to, emptied first. When the disk is full, or the file cannot be written for another
 * reason, it says so once, and what is not in the file goes to standard output: nothing is lost.
 */
export function outputFile(path: string, console: Console): OutputFile {
  const file = openSync(path, 'w')
  const encoder = new TextEncoder()
  const bytes = new Uint8Array(gathered * 3)
  let isFailed = false
  let waiting = ''
  /** Writes a text, whose bytes go through one buffer: a new one for each would be garbage soon. */
  const writeAll = (text: string): void => {
    for (let at = 0; at < text.length; ) {
      const { read, written } = encoder.encodeInto(at === 0 ? text : text.slice(at), bytes)
      at += read
      for (let done = 0; done < written; ) done += writeSync(file, bytes, done, written - done)
    }
  }
  const flush = (): void => {
    const text = waiting
    waiting = ''
    if (isFailed) return
    try {
      writeAll(text)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error
      isFailed = true
      const reason = `${error.message}; what is not in it goes to standard output`
      console.err(`${console.errorColors.red('unwritten')} ${visible(path)}: ${reason}\n`)
      // The file may have the beginning of this text; whole, it is of more use here.
      console.out(text)
    }
  }
  return {
    write(text) {
      if (isFailed) {
        console.out(text)
        return
      }
      waiting += text
      if (waiting.length >= gathered) flush()
    },
    flush,
    hasFailed: () => isFailed,
    close() {
      flush()
      closeSync(file)
    },
  }
}
