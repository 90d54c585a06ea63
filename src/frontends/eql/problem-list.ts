import { type Diagnostic, limitDiagnostics, maxDiagnostics } from '../../base/index.ts'

/** Gathers the problems of one query, each once, and no more than are told: a text can be all problems. */
export class ProblemList {
  readonly #errors: Diagnostic[] = []
  readonly #others: Diagnostic[] = []
  readonly #seen = new Set<string>()

  add(found: Diagnostic): void {
    const list = found.severity === 'error' ? this.#errors : this.#others
    if (list.length >= maxDiagnostics) return
    const key = `${found.code} ${found.span.start} ${found.span.end}`
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    list.push(found)
  }

  /** In the order of the text. */
  all(): readonly Diagnostic[] {
    return limitDiagnostics([...this.#errors, ...this.#others])
  }
}
