import type { Child } from 'hono/jsx'
import type { Html } from '../html.ts'
import { countText } from '../text.ts'

export interface SectionProps {
  readonly id: string
  readonly title: string
  /** How many things the section lists. */
  readonly count?: number
  /** One sentence on what is listed and how it is counted. */
  readonly note?: Child
  readonly children?: Child
}

/** A part of a page under a heading that links lead to. */
export function Section({ id, title, count, note, children }: SectionProps): Html {
  return (
    <section class="part" aria-labelledby={id}>
      <h2 id={id}>
        {title}
        {count !== undefined && <span class="count"> {countText(count)}</span>}
      </h2>
      {note !== undefined && <p class="lead">{note}</p>}
      {children}
    </section>
  )
}

/** Says in words that a list is empty. */
export function Nothing({ children }: { readonly children: Child }): Html {
  return <p class="nothing">{children}</p>
}
