import { htmlAnswer, type WholeAnswer } from './bytes/answer.ts'
import { problemAnswer } from './problem.ts'
import type { Refusal } from './request-guard.ts'

/** A refusal in the form that the reader can use: JSON below `/api`, else a page without anything. */
export function refusalAnswer(
  { status, title, detail }: Refusal,
  url: string,
): WholeAnswer & { readonly body: string } {
  const answer = url.startsWith('/api/')
    ? problemAnswer({ status, title, detail })
    : htmlAnswer(plainPage(title, detail), status)
  // Both are made of text.
  return answer as WholeAnswer & { readonly body: string }
}

/** A page that needs nothing else of the site. Neither text is the client’s. */
function plainPage(title: string, detail: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title} · Indicia</title></head>
<body><main><h1>${title}</h1><p>${detail}</p></main></body></html>
`
}
