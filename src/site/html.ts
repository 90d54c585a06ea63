import type { HtmlEscapedString } from 'hono/utils/html'

/** What a component gives: HTML in which all text is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>
