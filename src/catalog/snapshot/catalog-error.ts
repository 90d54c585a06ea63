export type CatalogProblem =
  | 'missing'
  | 'not-a-catalogue'
  | 'truncated'
  | 'damaged'
  | 'older'
  | 'newer'
  | 'in-use'
  | 'being-built'
  | 'unreadable'

/** A catalogue that cannot be opened or written. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError'
  /** For those who tell errors of the outside world by their code. */
  readonly code: string
  readonly problem: CatalogProblem
  readonly path: string

  constructor(problem: CatalogProblem, path: string, why: string, cause?: unknown) {
    super(`${path}: ${why}`, cause === undefined ? undefined : { cause })
    this.code = `catalogue/${problem}`
    this.problem = problem
    this.path = path
  }
}
