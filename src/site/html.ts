import { raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

/** What a component gives: HTML in which all text is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** Text as HTML, safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text)
    ? text.replace(/[&<>"']/g, character => entities[character] ?? '')
    : text
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Lets HTML pass that was made with `escapeHtml`, or by the Markdown renderer. */
export function trustedHtml(html: string): Html {
  return raw(html)
}
