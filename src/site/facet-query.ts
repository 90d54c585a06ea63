/**
 * Changes a query of the search line by whole terms: what the links of facets lead to. Everything else in the query
 * stays as it was typed.
 *
 *     toggleTerm('frp level:high', 'level', 'high')  →  'frp'
 *     toggleTerm('frp', 'author', 'Florian Roth')    →  'frp author:"Florian Roth"'
 */
export function toggleTerm(query: string, field: string, value: string): string {
  const term = termText(field, value)
  const terms = splitTerms(query)
  const kept = terms.filter(
    other => !isTermOf(other, field, value) && other.toLowerCase() !== term.toLowerCase(),
  )
  return (kept.length < terms.length ? kept : [...terms, term]).join(' ')
}

/** `field:value`, the value in quotes where it needs them. */
export function termText(field: string, value: string): string {
  return /^[^\s"():]+$/.test(value)
    ? `${field}:${value}`
    : `${field}:"${value.replace(/"/g, '\\"')}"`
}

function isTermOf(term: string, field: string, value: string): boolean {
  const prefix = `${field}:`
  if (!term.toLowerCase().startsWith(prefix.toLowerCase())) return false
  const written = term
    .slice(prefix.length)
    .replace(/^"(.*)"$/s, '$1')
    .replaceAll('\\"', '"')
  return written.toLowerCase() === value.toLowerCase()
}

/** The query’s parts between spaces; quotes hold spaces together. */
function splitTerms(query: string): readonly string[] {
  return query.match(/(?:[^\s"]|"(?:[^"\\]|\\.)*"?)+/g) ?? []
}
