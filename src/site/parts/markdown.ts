import MarkdownIt from 'markdown-it'
import { escapeHtml } from '../html.ts'
import { findWebAddress } from '../site-context.ts'

/**
 * The HTML of a description. Most are plain text, in which `*`, `_` and `\` stand for themselves, so Markdown is
 * read only where there clearly is some. HTML in it is text, images are links, and links lead to the web only.
 */
export function descriptionHtml(text: string): string {
  return looksLikeMarkdown(text) ? markdown().render(text) : plainParagraphs(text)
}

/** A fence, a heading, code, bold text, a link, or a list of two items. */
function looksLikeMarkdown(text: string): boolean {
  return /^ {0,3}(```|~~~|#{1,6} )|`[^`\n]{1,200}`|\*\*[^*\n]{1,200}\*\*|\]\(https?:|^ {0,3}[-*] .*\n+ {0,3}[-*] /m.test(
    text,
  )
}

function plainParagraphs(text: string): string {
  return text
    .split(/\n[^\S\n]*\n/)
    .map(paragraph => paragraph.trim())
    .filter(paragraph => paragraph !== '')
    .map(paragraph => `<p>${escapeHtml(paragraph)}</p>\n`)
    .join('')
}

type Renderer = InstanceType<typeof MarkdownIt>

let renderer: Renderer | undefined

/** Made when it is first needed: most pages have no Markdown. */
function markdown(): Renderer {
  renderer ??= createRenderer()
  return renderer
}

function createRenderer(): Renderer {
  const made = new MarkdownIt({ html: false, linkify: false, breaks: true })
  // A backslash is part of a path, and tables would need headings that readers of screens can follow.
  made.disable(['escape', 'entity', 'image', 'table', 'reference', 'html_block', 'html_inline'])
  made.validateLink = url => findWebAddress(url) !== undefined
  const { rules } = made.renderer
  // Headings of a description must not stand among those of the page.
  rules.heading_open = () => '<p class="heading">'
  rules.heading_close = () => '</p>\n'
  rules.fence = (tokens, index) => codeBlock(tokens[index]?.content ?? '')
  rules.code_block = rules.fence
  rules.link_open = (tokens, index) => {
    const address = findWebAddress(String(tokens[index]?.attrGet('href') ?? ''))
    return address === undefined
      ? '<a>'
      : `<a href="${escapeHtml(address)}" rel="noreferrer nofollow">`
  }
  return made
}

function codeBlock(code: string): string {
  return `<pre><code>${escapeHtml(code)}</code></pre>\n`
}
