import type { Span } from '../../base/index.ts'
import type { Tag } from '../../ir/index.ts'
import type { TableReader } from './table-reader.ts'

/**
 * The tags of ATT&CK that `threat` blocks come to, in the form that all rules have them. A block pairs
 * its techniques with its tactic, and the tags keep that.
 *
 *     [[rule.threat]]
 *     technique = [{ id = "T1090" }]
 *     tactic = { id = "TA0011", name = "Command and Control" }
 */
export function attackTags(rule: TableReader): readonly Tag[] {
  return rule.tables('threat').flatMap(threat => {
    const framework = threat.text('framework')
    if (framework !== undefined && !/ATT&CK/i.test(framework)) return []
    const block = threat.inner('tactic')
    const tactic = block?.text('id')
    const tags: Tag[] = []
    if (block !== undefined && tactic !== undefined) {
      tags.push({ text: tagOf(tactic), span: block.spanOf('id') })
    }
    for (const technique of threat.tables('technique')) {
      tags.push(...techniqueTags(technique, tactic))
    }
    return tags
  })
}

/** A technique that is there only for its parts has no tag of its own. */
function techniqueTags(technique: TableReader, tactic: string | undefined): readonly Tag[] {
  const parts = technique.tables('subtechnique')
  const own = parts.length === 0 ? [technique] : parts
  return own.flatMap(reader => {
    const id = reader.text('id')
    return id === undefined ? [] : [paired(id, tactic, reader.spanOf('id'))]
  })
}

function paired(id: string, tactic: string | undefined, span: Span): Tag {
  const tag = { text: tagOf(id), span }
  return tactic === undefined ? tag : { ...tag, tactic: tagOf(tactic) }
}

function tagOf(id: string): string {
  return `attack.${id.toLowerCase()}`
}
