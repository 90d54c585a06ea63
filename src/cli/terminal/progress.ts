import type { Console } from './console.ts'

/** A bar on standard error while long work runs; nothing when that is no terminal. */
export interface Progress {
  update(bytesRead: number, bytesTotal: number, events: number): void
  /** Takes the bar away while something is written. */
  pause(write: () => void): void
  stop(): void
}

export async function progressBar(console: Console): Promise<Progress> {
  if (!console.isErrorTerminal) {
    return { update() {}, pause: write => write(), stop() {} }
  }
  const { default: cliProgress } = await import('cli-progress')
  const bar = new cliProgress.SingleBar({
    format: '{bar} {percentage} % · {events} events · {rate}/s · {eta_formatted} left',
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    stream: process.stderr,
    gracefulExit: false,
  })
  let isShown = false
  const start = performance.now()
  const hide = (): void => {
    if (isShown) bar.stop()
    isShown = false
  }
  return {
    update(bytesRead, bytesTotal, events) {
      const seconds = Math.max(0.001, (performance.now() - start) / 1000)
      const payload = { events, rate: Math.round(events / seconds) }
      if (isShown) {
        bar.setTotal(bytesTotal)
        bar.update(bytesRead, payload)
        return
      }
      bar.start(Math.max(bytesTotal, 1), bytesRead, payload)
      isShown = true
    },
    pause(write) {
      hide()
      write()
    },
    stop: hide,
  }
}
