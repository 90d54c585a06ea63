import { type Html, trustedHtml } from '../html.ts'
import { descriptionHtml } from './markdown.ts'

/** A description, which may have Markdown. */
export function Description({ text }: { readonly text: string }): Html {
  if (text.trim() === '') return <></>
  return <div class="prose">{trustedHtml(descriptionHtml(text))}</div>
}
