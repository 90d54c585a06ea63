/** The addresses of web pages in a text, each once, in their order; punctuation behind one is not part of it. */
export function linksIn(text: string): readonly string[] {
  const links = [...text.matchAll(/https?:\/\/[^\s<>"'`|\\^{}[\]]+/g)].map(([link]) =>
    withoutPunctuation(link),
  )
  return [...new Set(links)]
}

/** “(see https://example.com/a).”: a bracket belongs to the sentence, unless the address opens one. */
function withoutPunctuation(link: string): string {
  const marks = link.includes('(') ? '.,;:!?' : '.,;:!?)'
  let end = link.length
  while (end > 0 && marks.includes(link[end - 1] ?? '')) end--
  return link.slice(0, end)
}
