import type { WireMatch } from '../../app/index.ts'
import { csvCell } from '../render-match.ts'
import type { MatchWriter, Write } from './match-writer.ts'

/** The number of matches of each rule in place of the matches: most first, then by title. */
export function countWriter(write: Write, format: 'text' | 'json' | 'csv'): MatchWriter {
  const counts = new Map<string, { readonly rule: WireMatch['rule']; count: number }>()
  return {
    match({ rule }) {
      const key = `${rule.id}\n${rule.path}`
      const entry = counts.get(key)
      if (entry === undefined) counts.set(key, { rule, count: 1 })
      else entry.count++
    },
    end() {
      const sorted = [...counts.values()].sort(
        (a, b) => b.count - a.count || (a.rule.title < b.rule.title ? -1 : 1),
      )
      if (format === 'csv') write('rule_id,rule_title,level,matches\n')
      for (const { rule, count } of sorted) {
        const { id, title, level = '' } = rule
        if (format === 'json') write(`${JSON.stringify({ rule, count })}\n`)
        else if (format === 'csv') write(`${[id, title, level, count].map(csvCell).join(',')}\n`)
        else {
          const note = rule.filterAlone === undefined ? '' : '  (its filter alone)'
          write(`${String(count).padStart(8)}  ${id}  ${title}${note}\n`)
        }
      }
    },
  }
}
