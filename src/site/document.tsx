import type { Child } from 'hono/jsx'
import type { Html } from './html.ts'
import { assetHref, fileHref, href, type SiteContext } from './site-context.ts'

export interface DocumentProps {
  readonly context: SiteContext
  readonly title: string
  /** The entry of the navigation that the page belongs to, by its address. */
  readonly section?: string
  /** What the search line shows. */
  readonly query?: string
  /** What a search keeps of the page’s address. */
  readonly kept?: Readonly<Record<string, string | undefined>>
  readonly children?: Child
}

const sections = [
  ['rules', 'Rules'],
  ['indicators', 'Indicators'],
  ['exclusions', 'Exclusions'],
  ['fields', 'Fields'],
  ['events', 'Events'],
  ['matrix', 'Matrix'],
  ['techniques', 'Techniques'],
  ['vendors', 'Vendors'],
  ['about', 'About'],
] as const

function sectionsOf({ hasMatches }: SiteContext): readonly (readonly [string, string])[] {
  return hasMatches === true ? [['matches', 'Sample logs'], ...sections] : sections
}

/** The frame of every page: no script and no style in the page itself, and nothing from elsewhere. */
export function Document({ context, title, section, query, kept, children }: DocumentProps): Html {
  return (
    <html
      lang="en"
      data-root={context.root}
      {...(context.isStatic ? { 'data-static': 'true' } : {})}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title === 'Indicia' ? title : `${title} · Indicia`}</title>
        <link rel="icon" href={assetHref(context, 'icon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetHref(context, 'site.css')} />
        <script src={assetHref(context, 'theme.js')}></script>
        <script type="module" src={assetHref(context, 'site.js')}></script>
      </head>
      <body>
        <a class="skip" href="#main">
          To the content
        </a>
        <header class="top">
          <a class="brand" href={href(context, '')}>
            Indicia
          </a>
          <nav aria-label="Main">
            {sectionsOf(context).map(([address, name]) => (
              <a
                href={href(context, address)}
                {...(section === address ? { 'aria-current': 'page' } : {})}
              >
                {name}
              </a>
            ))}
          </nav>
          <SearchLine context={context} query={query ?? ''} kept={kept ?? {}} />
          <button type="button" class="theme" data-theme-switch hidden>
            Theme
          </button>
        </header>
        <main id="main">{children}</main>
        <footer class="bottom">
          <p>
            Indicia {context.version}
            {' · '}
            <a href={href(context, 'about')}>how everything is counted</a>
            {!context.isStatic && (
              <>
                {' · '}
                <a href={fileHref(context, 'api/v1')}>API</a>
              </>
            )}
            <span class="js-only">
              {' · '}
              <kbd>?</kbd> for keys
            </span>
          </p>
        </footer>
      </body>
    </html>
  )
}

function SearchLine({
  context,
  query,
  kept,
}: {
  readonly context: SiteContext
  readonly query: string
  readonly kept: Readonly<Record<string, string | undefined>>
}): Html {
  return (
    <search>
      <form class="search" action={href(context, 'rules')} method="get">
        <label class="hidden" for="q">
          Search rules
        </label>
        <input
          id="q"
          name="q"
          type="search"
          value={query}
          placeholder="\frpc.exe, T1090, level:high …"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
        />
        {Object.entries(kept).map(
          ([name, value]) =>
            value !== undefined && <input type="hidden" name={name} value={value} />,
        )}
        <button type="submit">Search</button>
      </form>
    </search>
  )
}

/** A page as text: what every render function gives. */
export function documentText(page: { toString(): string }): string {
  return `<!doctype html>\n${page.toString()}\n`
}
