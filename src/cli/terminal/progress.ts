import type { Console } from './console.ts'

/** A bar on standard error while long work runs; nothing when that is no terminal. */
export interface Progress {
  /** How much is done, of how much there is; and how many things were found so far. */
  update(done: number, total: number, found: number): void
  /** Takes the bar away while something is written. */
  pause(write: () => void): void
  stop(): void
}

/** `noun` names what is found, in the plural. */
export async function progressBar(console: Console, noun: string = 'events'): Promise<Progress> {
  if (!console.isErrorTerminal) {
    return { update() {}, pause: write => write(), stop() {} }
  }
  const { default: cliProgress } = await import('cli-progress')
  const bar = new cliProgress.SingleBar({
    format: `{bar} {percentage} % · {found} ${noun} · {rate}/s · {eta_formatted} left`,
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
    update(done, total, found) {
      const seconds = Math.max(0.001, (performance.now() - start) / 1000)
      const payload = { found, rate: Math.round(found / seconds) }
      if (isShown) {
        bar.setTotal(total)
        bar.update(done, payload)
        return
      }
      bar.start(Math.max(total, 1), done, payload)
      isShown = true
    },
    pause(write) {
      hide()
      write()
    },
    stop: hide,
  }
}
