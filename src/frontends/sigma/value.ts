import {
  anyOne,
  anyRun,
  literal,
  type Pattern,
  type PatternToken,
  pattern,
  type TemplateToken,
} from '../../ir/index.ts'

/**
 * A string value with its wildcards. The specification, “Escaping”:
 *
 * - “Plain backslash not followed by a wildcard can be expressed as single `\` or double
 *   backslash `\\`.”
 * - “A wildcard has to be escaped to be handled as a plain character. eg: `\*`, `\?`.”
 * - “The backslash before a wildcard has to be escaped to handle the value as a backslash followed
 *   by a wildcard: `\\*`.”
 * - “Three or four backslashes are handled as double backslash.”
 */
export function parseValue(text: string): Pattern {
  const tokens: PatternToken[] = []
  let plain = ''
  const flush = (): void => {
    tokens.push(literal(plain))
    plain = ''
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? ''
    const next = text[i + 1]
    if (c === '\\' && (next === '*' || next === '?' || next === '\\')) {
      plain += next
      i++
    } else if (c === '*') {
      flush()
      tokens.push(anyRun)
    } else if (c === '?') {
      flush()
      tokens.push(anyOne)
    } else plain += c
  }
  flush()
  return pattern(tokens)
}

/**
 * A value under `expand`, whose `%name%` stands for a list. “A plain percent character can be used
 * by escaping it with a backslash.”
 *
 *     \%plain%name% → "%plain", list name
 */
export function parseTemplate(text: string): readonly TemplateToken[] {
  const tokens: TemplateToken[] = []
  let rest = text
  while (rest !== '') {
    const match = /(?<!\\)%([\w.-]+)%/.exec(rest)
    const before = match === null ? rest : rest.slice(0, match.index)
    tokens.push(...parseValue(before.replaceAll('\\%', '%')))
    if (match === null) break
    tokens.push({ kind: 'list', name: match[1] ?? '' })
    rest = rest.slice(match.index + match[0].length)
  }
  return tokens
}
