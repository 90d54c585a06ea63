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
  readonly problem: CatalogProblem
  readonly path: string

  constructor(problem: CatalogProblem, path: string, why: string, cause?: unknown) {
    super(`${path}: ${why}`, cause === undefined ? undefined : { cause })
    this.problem = problem
    this.path = path
  }
}
