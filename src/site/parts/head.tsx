import type { Child } from 'hono/jsx'
import type { ByVendor } from '../../app/catalogue/index.ts'
import type { Html } from '../html.ts'
import { countText } from '../text.ts'

export interface HeadProps {
  /** What kind of thing the page is about. */
  readonly eyebrow: Child
  readonly title: Child
  readonly children?: Child
}

/** The top of a page: what it is about, and what is known of it in a line or two. */
export function Head({ eyebrow, title, children }: HeadProps): Html {
  return (
    <header class="head">
      <p class="eyebrow">{eyebrow}</p>
      <h1>{title}</h1>
      {children}
    </header>
  )
}

/** Figures with their names in one row. */
export function Figures({
  figures,
}: {
  readonly figures: readonly (readonly [count: number, name: string, kind?: string])[]
}): Html {
  return (
    <dl class="totals">
      {figures.map(([count, name, kind]) => (
        <div {...(kind === undefined ? {} : { class: kind })}>
          <dt>{name}</dt>
          <dd>{countText(count)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Counts of vendors as tallies, most first. */
export function toVendorTallies(
  byVendor: ByVendor,
): readonly { readonly name: string; readonly count: number }[] {
  return Object.entries(byVendor)
    .map(([name, count]) => ({ name, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}
