import type { MatrixModel } from '../app/catalogue/index.ts'
import type { ServedSite } from './served-site.ts'

export interface MatrixQuery {
  readonly q: string
  readonly by: 'rules' | 'branches'
}

/** The matrix of what a query finds; without one, of all rules that count. */
export function matrixOf({ catalogue, search }: ServedSite, { q, by }: MatrixQuery): MatrixModel {
  if (q.trim() === '') return catalogue.matrix({ by })
  const { rules } = search.find({ query: q, sort: 'relevance', isDescending: false })
  return catalogue.matrix({ by, rules, query: q })
}
