/** How many batches of a thread may wait for those of slower units before them. */
const mostOnTheirWay = 24

/** Holds a thread back while too many of its batches are on their way, so that nothing piles up. */
export class Flow {
  #onTheirWay = 0
  #resume: (() => void) | undefined

  /** A batch was sent; resolves when the next one may be made. */
  async sent(): Promise<void> {
    if (++this.#onTheirWay < mostOnTheirWay) return
    await new Promise<void>(resolve => {
      this.#resume = resolve
    })
  }

  /** A batch was taken out of the queue. */
  taken(): void {
    this.#onTheirWay--
    this.#resume?.()
    this.#resume = undefined
  }
}
