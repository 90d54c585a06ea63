/** A start tag of a page, with its attributes, their texts unescaped. */
export interface HtmlTag {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

export interface ReadHtml {
  readonly tags: readonly HtmlTag[]
  /** All text, unescaped. */
  readonly text: string
  /** What a strict reader would not take: tags that do not nest, text that looks like a tag. */
  readonly problems: readonly string[]
}

const empty = new Set(['meta', 'link', 'input', 'br', 'hr', 'img'])

/** Reads HTML as our pages write it: every attribute in quotes, every element closed. */
export function readHtml(html: string): ReadHtml {
  const tags: HtmlTag[] = []
  const problems: string[] = []
  const open: string[] = []
  let text = ''
  let at = 0
  while (at < html.length) {
    const next = html.indexOf('<', at)
    if (next !== at) {
      const end = next < 0 ? html.length : next
      const piece = html.slice(at, end)
      if (/&(?!(amp|lt|gt|quot|#39);)/.test(piece)) problems.push(`bare & in ${piece.slice(0, 80)}`)
      text += unescapeHtml(piece)
      at = end
      continue
    }
    const tag = /^<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/.exec(
      html.slice(at, at + 20_000),
    )
    if (tag === null) {
      if (!html.slice(at).startsWith('<!doctype html>')) problems.push(html.slice(at, at + 80))
      at = html.indexOf('>', at) + 1 || html.length
      continue
    }
    const [whole, close, name = '', attributes = '', selfClosed] = tag
    at += whole.length
    if (close !== '') {
      const last = open.pop()
      if (last !== name) problems.push(`</${name}> closes <${last}>`)
      continue
    }
    tags.push({ name, attributes: readAttributes(attributes) })
    if (name === 'a' && open.includes('a')) problems.push('a link in a link')
    if (!empty.has(name) && selfClosed === '') open.push(name)
  }
  if (open.length > 0) problems.push(`not closed: ${open.join(' ')}`)
  return { tags, text, problems }
}

function readAttributes(text: string): Readonly<Record<string, string>> {
  const pairs = [...text.matchAll(/([a-zA-Z:-]+)(?:="([^"]*)")?/g)]
  return Object.fromEntries(pairs.map(([, name = '', value]) => [name, unescapeHtml(value ?? '')]))
}

const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

function unescapeHtml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, entity => characters[entity] ?? entity)
}
