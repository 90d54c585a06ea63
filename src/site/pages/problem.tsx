import { Document } from '../document.tsx'
import type { Html } from '../html.ts'
import { Head } from '../parts/head.tsx'
import { href, type SiteContext } from '../site-context.ts'
import { cutText } from '../text.ts'

export interface ProblemModel {
  readonly status: number
  readonly title: string
  /** What is wrong, and what the reader can do, in whole sentences. */
  readonly detail: string
}

/** No page stands at the address. */
export function NotFoundPage({ context }: { readonly context: SiteContext }): Html {
  const words = context.address.split('/').at(-1) ?? ''
  return (
    <Document context={context} title="Not found">
      <Head eyebrow="404" title="No page stands here">
        <p class="lead">
          Nothing in this catalogue has the address{' '}
          <code>{cutText(context.address === '' ? '/' : context.address, 200)}</code>. It may have
          had one before the catalogue was built again.
        </p>
        <p class="lead">
          {words !== '' && (
            <>
              <a href={href(context, 'rules', { q: cutText(words, 100) })}>Search for it</a>, or go{' '}
            </>
          )}
          <a href={href(context, '')}>home</a>.
        </p>
      </Head>
    </Document>
  )
}

/** Something went wrong, in words. */
export function ProblemPage({
  model,
  context,
}: {
  readonly model: ProblemModel
  readonly context: SiteContext
}): Html {
  return (
    <Document context={context} title={model.title}>
      <Head eyebrow={String(model.status)} title={model.title}>
        <p class="lead">{cutText(model.detail, 2000)}</p>
        <p class="lead">
          <a href={href(context, '')}>Home</a>
        </p>
      </Head>
    </Document>
  )
}
