import type { Page } from '../../app/catalogue/index.ts'
import type { Html } from '../html.ts'
import { href, type Query, type SiteContext } from '../site-context.ts'
import { countText } from '../text.ts'

export interface PagerProps {
  readonly context: SiteContext
  readonly page: Page<unknown>
  /** Where on the page the list begins. */
  readonly anchor?: string
  /** What else is in the page’s address. */
  readonly query?: Query
}

/**
 * The address of a further page of a list in an export, where nothing follows the `?`. It stands beside the
 * first one, and no other address has two tildes.
 */
export function partAddress(address: string, number: number): string {
  return number === 1 ? address : `${address}~~${number}`
}

/** Which part of a list is shown, and the way to the others; nothing where all of it is. */
export function Pager({ context, page, anchor, query = {} }: PagerProps): Html {
  const { items, total, offset, limit } = page
  if (items.length === total) return <></>
  const shown = `${countText(offset + (items.length === 0 ? 0 : 1))} to ${countText(offset + items.length)} of ${countText(total)}`
  const number = Math.floor(offset / limit) + 1
  const last = Math.max(1, Math.ceil(total / limit))
  const fragment = anchor === undefined ? '' : `#${anchor}`
  const link = (target: number): string =>
    context.isStatic && context.isMadeByScript !== true
      ? href(context, partAddress(context.address, target) + fragment)
      : href(context, context.address + fragment, {
          ...query,
          page: target === 1 ? undefined : target,
        })
  return (
    <nav class="pager" aria-label={`Pages${anchor === undefined ? '' : ` of ${anchor}`}`}>
      <span>{shown}</span>
      {number > 1 && (
        <a rel="prev" href={link(number - 1)}>
          previous
        </a>
      )}
      {pagesAround(number, last).map(target =>
        target === undefined ? (
          <span>…</span>
        ) : target === number ? (
          <strong aria-current="page">{countText(target)}</strong>
        ) : (
          <a href={link(target)}>{countText(target)}</a>
        ),
      )}
      {number < last && (
        <a rel="next" href={link(number + 1)}>
          next
        </a>
      )}
    </nav>
  )
}

/** The first page, the last, and those about the present one; `undefined` where some are left out. */
function pagesAround(number: number, last: number): readonly (number | undefined)[] {
  const wanted = [1, number - 1, number, number + 1, last].filter(n => n >= 1 && n <= last)
  const pages = [...new Set(wanted)].sort((a, b) => a - b)
  return pages.flatMap((page, index) => {
    const before = pages[index - 1]
    return before !== undefined && page - before > 1 ? [undefined, page] : [page]
  })
}
