import type { ByVendor, NamedLink } from '../../app/catalogue/index.ts'
import type { Html } from '../html.ts'
import { findWebAddress, href, type SiteContext } from '../site-context.ts'
import { countText, cutText } from '../text.ts'

/** The level in its own colour. */
export function Level({ level }: { readonly level: string | undefined }): Html {
  if (level === undefined) return <></>
  const known = ['informational', 'low', 'medium', 'high', 'critical'].includes(level)
  return <span class={known ? `level ${level}` : 'level'}>{level}</span>
}

export interface ThingProps {
  readonly context: SiteContext
  readonly link: NamedLink
}

/** A thing by its name, with a link where it has a page. */
export function Thing({ context, link }: ThingProps): Html {
  const name = cutText(link.name, 200)
  if (link.address === undefined || link.address === '') return <>{name}</>
  return <a href={href(context, link.address)}>{name}</a>
}

/** `T1090 Proxy`, with a link where it has a page. */
export function ThingWithId({ context, link }: ThingProps): Html {
  const text = (
    <>
      <span class="id">{link.id}</span> {link.name}
    </>
  )
  return link.address === undefined ? text : <a href={href(context, link.address)}>{text}</a>
}

/** Ids with commas between them, each a link where it has a page. */
export function Ids({
  context,
  links,
  limit,
}: {
  readonly context: SiteContext
  readonly links: readonly NamedLink[]
  readonly limit: number
}): Html {
  return (
    <>
      {links.slice(0, limit).map(({ id, address }, index) => (
        <>
          {index > 0 && ', '}
          {address === undefined ? id : <a href={href(context, address)}>{id}</a>}
        </>
      ))}
      {links.length > limit && ` +${links.length - limit}`}
    </>
  )
}

/** `sigma 12, elastic 3`, most first. */
export function byVendorText(byVendor: ByVendor): string {
  return Object.entries(byVendor)
    .filter(([, count]) => count > 0)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([vendor, count]) => `${vendor} ${countText(count)}`)
    .join(', ')
}

/** A link where the text is an address of the web, else the text: rules are other people’s. */
export function WebAddress({ text }: { readonly text: string }): Html {
  const address = findWebAddress(text)
  if (address === undefined) return <>{text}</>
  return (
    <a href={address} rel="noreferrer nofollow">
      {text}
    </a>
  )
}
