import type { NamedText } from './vendor.ts'

/** Names of files that may hold Kusto queries, plain or in Markdown. */
export const kustoEndings: readonly string[] = ['.kql', '.csl', '.kusto', '.md', '.txt']

/** Whether a file holds Kusto: by its name, else by what a line of a query begins with. */
export function isKustoQuery({ name, text }: NamedText): boolean {
  if (/\.(?:kql|csl|kusto)$/i.test(name)) return text.trim() !== ''
  return /^[ \t]*\|[ \t]*(?:where|project|summarize|extend|join|distinct|mv-expand|parse)\b/m.test(
    text,
  )
}
