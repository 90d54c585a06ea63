import { z } from 'zod'
import {
  describeIssues,
  descSchema,
  maxQueryLength,
  type RuleSort,
  sortSchema,
} from '../api/parameters.ts'

/** What follows the `?` in the address of a page: all that any page reads. */
export interface PageQuery {
  /** From 1. */
  readonly page: number
  readonly q: string
  readonly sort: RuleSort
  readonly desc: boolean
  readonly by: 'rules' | 'branches'
  /** Addresses of rules to compare. */
  readonly rule: readonly string[]
  readonly columns?: string
  readonly density?: string
}

/** The pages of longer lists than this many are not asked for by hand. */
const maxPage = 100_000

const schema: z.ZodType<PageQuery> = z.object({
  page: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'A page is a number from 1')
    .transform(Number)
    .pipe(z.number().max(maxPage))
    .default(1),
  q: z.string().max(maxQueryLength).default(''),
  sort: sortSchema,
  desc: descSchema,
  by: z.enum(['rules', 'branches']).default('rules'),
  rule: z.array(z.string().max(500)).max(20),
  columns: z.string().max(500).exactOptional(),
  density: z.string().max(20).exactOptional(),
})

export const usualQuery: PageQuery = schema.parse({ rule: [] })

export type ReadQuery =
  | { readonly kind: 'read'; readonly query: PageQuery }
  | { readonly kind: 'wrong'; readonly detail: string }

/** Parameters that no page knows are left out: other sites add theirs to links. */
export function readPageQuery(given: URLSearchParams): ReadQuery {
  const single = [...given].filter(([name]) => name !== 'rule')
  const result = schema.safeParse({ ...Object.fromEntries(single), rule: given.getAll('rule') })
  if (result.success) return { kind: 'read', query: result.data }
  const issues = describeIssues(result.error)
  const detail = issues.map(issue => `What “${issue.parameter}” says is wrong. ${issue.detail}`)
  return { kind: 'wrong', detail: detail.join(' ') }
}
