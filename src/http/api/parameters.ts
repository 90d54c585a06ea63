import { z } from 'zod'
import { queryLimits } from '../../search/index.ts'

/** Longer queries are refused: no reader types them. */
export const maxQueryLength: number = queryLimits.characters

export const querySchema: z.ZodType<string> = z
  .string()
  .max(maxQueryLength)
  .default('')
  .meta({ description: 'A query of the search line.', example: 'level:high \\frpc.exe' })

export const limitSchema: z.ZodType<number> = z.coerce
  .number()
  .int()
  .min(1)
  .max(500)
  .default(50)
  .meta({ description: 'How many items, at the most.' })

export const cursorSchema: z.ZodType<string | undefined> = z
  .string()
  .max(100)
  .optional()
  .meta({ description: 'Where to go on: the `next` of the part before.' })

/** What lists of rules can be sorted by. */
export const ruleSorts = [
  'relevance',
  'title',
  'level',
  'status',
  'vendor',
  'date',
  'modified',
  'branches',
  'indicators',
  'exclusions',
] as const

export type RuleSort = (typeof ruleSorts)[number]

export const sortSchema: z.ZodType<RuleSort> = z
  .enum(ruleSorts)
  .default('relevance')
  .meta({ description: 'What rules are sorted by; without a query, relevance is their order.' })

/** `1`, `true` and an empty value say yes. */
export const flagSchema: z.ZodType<boolean> = z
  .enum(['', '0', '1', 'false', 'true'])
  .default('0')
  .transform(value => value !== '0' && value !== 'false')

export const descSchema: z.ZodType<boolean> = flagSchema.meta({
  description: 'Whether the order is turned round.',
})

/** What the wrong parameters were, each once, in words. */
export function describeIssues(
  error: z.ZodError,
): readonly { readonly parameter: string; readonly detail: string }[] {
  return error.issues.flatMap(issue => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(parameter => ({ parameter, detail: 'There is no such parameter.' }))
    }
    return [{ parameter: String(issue.path[0] ?? ''), detail: `${issue.message}.` }]
  })
}
