/** Whether a text has a step of a Kusto pipeline in it. */
export function looksLikeKusto(text: string): boolean {
  return /\|[ \t]*(?:where|project|summarize|extend|mv-expand|distinct|render|join|parse)\b/.test(
    text,
  )
}
