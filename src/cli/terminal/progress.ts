import cliProgress from 'cli-progress'
import type { Console } from './console.ts'

/** A bar on standard error while long work runs; nothing when that is no terminal. */
export interface Progress {
  update(bytesRead: number, bytesTotal: number, events: number): void
  /** Takes the bar away while something is written. */
  pause(write: () => void): void
  stop(): void
}

export function progressBar(console: Console): Progress {
  if (!console.isErrorTerminal) {
    return { update() {}, pause: write => write(), stop() {} }
  }
  const bar = new cliProgress.SingleBar({
    format: '{bar} {percentage} % · {events} events · {eta_formatted} left',
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    stream: process.stderr,
    gracefulExit: false,
  })
  let isShown = false
  const hide = (): void => {
    if (isShown) bar.stop()
    isShown = false
  }
  return {
    update(bytesRead, bytesTotal, events) {
      if (isShown) {
        bar.setTotal(bytesTotal)
        bar.update(bytesRead, { events })
        return
      }
      bar.start(Math.max(bytesTotal, 1), bytesRead, { events })
      isShown = true
    },
    pause(write) {
      hide()
      write()
    },
    stop: hide,
  }
}
