import picocolors from 'picocolors'

/** Where a command writes, and what the place can show. */
export interface Console {
  /** Data: what the user asked for. */
  out(text: string): void
  /** Everything else: progress, warnings, summaries. */
  err(text: string): void
  readonly isTerminal: boolean
  readonly isErrorTerminal: boolean
  /** Columns. */
  readonly width: number
  readonly colors: ReturnType<typeof picocolors.createColors>
  readonly errorColors: ReturnType<typeof picocolors.createColors>
  /** For files. */
  readonly plainColors: ReturnType<typeof picocolors.createColors>
}

/** The console of this process. A reader that goes away (`| head`) ends the output quietly. */
export function processConsole(): Console {
  const { stdout, stderr, env } = process
  let isClosed = false
  const onError = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error
    isClosed = true
  }
  stdout.on('error', onError)
  stderr.on('error', onError)
  const wantsColor = (isTerminal: boolean): boolean => {
    if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
    return isTerminal || (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0')
  }
  const isTerminal = stdout.isTTY === true
  const isErrorTerminal = stderr.isTTY === true
  const columns = Number(env.COLUMNS)
  return {
    out(text) {
      if (!isClosed) stdout.write(text)
    },
    err(text) {
      if (!isClosed) stderr.write(text)
    },
    isTerminal,
    isErrorTerminal,
    width: stdout.columns ?? (Number.isInteger(columns) && columns > 20 ? columns : 100),
    colors: picocolors.createColors(wantsColor(isTerminal)),
    errorColors: picocolors.createColors(wantsColor(isErrorTerminal)),
    plainColors: picocolors.createColors(false),
  }
}
