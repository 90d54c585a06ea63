/** Where a page stands and what serves it. */
export interface SiteContext {
  /** The way from the page to the root of the site: empty, or `../` for each folder. */
  readonly root: string
  /** Of this page: `rules/sigma/proc_creation_win_pua_frp`; empty for home. */
  readonly address: string
  /** A static export: files end in `.html`, no server answers, lists are filtered by the client script. */
  readonly isStatic: boolean
  readonly version: string
  /** The client script of an export makes the page, and so can read what follows the `?` of its address. */
  readonly isMadeByScript?: true
  /** There is a page `matches`: what the rules found in the sample logs. */
  readonly hasMatches?: boolean
}

/** What follows the `?` of a link; `undefined` and empty texts are left out. */
export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>

/**
 * The link from this page to the page at `address`, which may end in a fragment.
 *
 *     href(context, 'rules/sigma/x#i3')  →  ../../rules/sigma/x#i3, exported ../../rules/sigma/x.html#i3
 */
export function href(context: SiteContext, address: string, query: Query = {}): string {
  const hash = address.indexOf('#')
  const path = hash < 0 ? address : address.slice(0, hash)
  const fragment = hash < 0 ? '' : `#${encode(address.slice(hash + 1))}`
  return `${pathHref(context, path)}${queryText(query)}${fragment}`
}

/** A link to something that is no page and keeps its name in an export: `matrix.svg`, `api/v1/…`. */
export function fileHref(context: SiteContext, address: string, query: Query = {}): string {
  return `${context.root}${encodePath(address)}${queryText(query)}`
}

/** A file of the site itself; its version keeps browsers from using one of another release. */
export function assetHref(context: SiteContext, name: string): string {
  return fileHref(context, `assets/${name}`, { v: context.version })
}

/** `text` if it is an address of the web that may be linked to. */
export function findWebAddress(text: string): string | undefined {
  return /^https?:\/\/[^\s<>"'`\\]+$/i.test(text) ? text : undefined
}

function pathHref({ root, isStatic }: SiteContext, path: string): string {
  if (path === '') return isStatic ? `${root}index.html` : root === '' ? './' : root
  return `${root}${encodePath(path)}${isStatic ? '.html' : ''}`
}

function encodePath(path: string): string {
  return path.split('/').map(encode).join('/')
}

function queryText(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    const values = typeof value === 'object' ? value : value === undefined ? [] : [String(value)]
    return values.filter(text => text !== '').map(text => `${encode(name)}=${encodeValue(text)}`)
  })
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** Keeps readable what need not be encoded in a query. */
function encodeValue(text: string): string {
  return encode(text).replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%2C', ',')
}

/** Halves of surrogate pairs cannot be encoded. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
}
