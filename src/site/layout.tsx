import type { Child } from 'hono/jsx'
import type { Html } from './html.ts'

export interface LayoutProps {
  readonly title: string
  readonly children?: Child
}

/** The frame of every page: no script, one style sheet, nothing from elsewhere. */
export function Layout({ title, children }: LayoutProps): Html {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Indicia`}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <a href="/">Indicia</a>
        </header>
        <main>{children}</main>
      </body>
    </html>
  )
}
