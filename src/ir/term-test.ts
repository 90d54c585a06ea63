import type { RegexTest, TextTest } from './expression.ts'
import { literal, type Pattern, type PatternToken, pattern } from './pattern.ts'
import type { TestFrame } from './text-test.ts'

/**
 * Text that its index takes apart into terms, as Elasticsearch does with `text` fields: what is
 * looked for is terms, and neither case nor what stands around a term plays a part.
 */

/**
 * The test that finds a phrase or a pattern of terms in such a text, or `undefined` when there is no
 * term in it, so that it finds nothing. What stands between the words of a phrase has to stand so in
 * the text; an index would let any separator stand there.
 *
 *     "[WmiClass]" → (has A "WmiClass")    get-ad* → (has_prefix A "get-ad")
 */
export function toTermTest(tokens: Pattern, frame: TestFrame): TextTest | RegexTest | undefined {
  const base = { ...frame, cased: false }
  const trimmed = trimSeparators(tokens)
  const texts = trimmed.filter(token => token.kind === 'literal')
  const [text] = texts
  if (text === undefined) return undefined
  const startsOpen = trimmed[0]?.kind === 'any_run'
  const endsOpen = trimmed.at(-1)?.kind === 'any_run'
  const runs = (startsOpen ? 1 : 0) + (endsOpen ? 1 : 0)
  if (texts.length === 1 && trimmed.length === 1 + runs) {
    const operator = startsOpen
      ? endsOpen
        ? 'contains'
        : 'has_suffix'
      : endsOpen
        ? 'has_prefix'
        : 'has'
    return { kind: 'test', ...base, operator, value: text.text }
  }
  const source = `(?:^|[^\\p{L}\\p{N}])${trimmed.map(regexOf).join('')}(?:$|[^\\p{L}\\p{N}])`
  const value = {
    source,
    dialect: 're2',
    ignoreCase: true,
    multiline: false,
    dotAll: false,
    anchored: false,
  } as const
  return { kind: 'test', ...base, operator: 'regex', value }
}

/** Separators at the ends are in no term. */
function trimSeparators(tokens: Pattern): Pattern {
  const trimmed = [...tokens]
  const [first] = trimmed
  if (first?.kind === 'literal') trimmed[0] = literal(first.text.replace(/^[^\p{L}\p{N}]+/u, ''))
  const last = trimmed.at(-1)
  if (last?.kind === 'literal') {
    trimmed[trimmed.length - 1] = literal(withoutTrailingSeparators(last.text))
  }
  return pattern(trimmed)
}

/** Written as a loop, since a regular expression would try from every separator anew. */
function withoutTrailingSeparators(text: string): string {
  const characters = [...text]
  while (characters.length > 0 && !/[\p{L}\p{N}]/u.test(characters.at(-1) ?? '')) characters.pop()
  return characters.join('')
}

/** A wildcard stands for a piece of one term. */
function regexOf(token: PatternToken): string {
  switch (token.kind) {
    case 'literal':
      return token.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    case 'any_one':
      return '[\\p{L}\\p{N}]'
    case 'any_run':
      return '[\\p{L}\\p{N}]*'
    case 'one_of':
      return `[${token.characters.replace(/[\\\]^-]/g, '\\$&')}]`
  }
}
