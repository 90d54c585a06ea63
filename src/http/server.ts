import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { WireMatch, WireRule, WireSummary } from '../app/index.ts'
import { renderRuleList, renderRulePage, styleSheet } from '../site/index.ts'

/** What the server shows. */
export interface ServedPack {
  readonly rules: readonly WireRule[]
  readonly matches: readonly WireMatch[]
  readonly summary: WireSummary
}

export interface ServerOptions {
  readonly port: number
  readonly host: string
}

export interface RunningServer {
  readonly address: string
  close(): Promise<void>
}

const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"

/** The pages as an application that answers requests, without a port. */
export function createPackApp(pack: ServedPack): Hono {
  const bySlug = new Map(pack.rules.map(rule => [rule.slug, rule]))
  const app = new Hono()
  app.use(async (context, next) => {
    await next()
    context.header('Content-Security-Policy', contentSecurityPolicy)
    context.header('X-Content-Type-Options', 'nosniff')
    context.header('Referrer-Policy', 'no-referrer')
  })
  app.get('/', context => context.html(renderRuleList(pack)))
  app.get('/rules/:slug', context => {
    const rule = bySlug.get(context.req.param('slug'))
    if (rule === undefined) return context.notFound()
    const matches = pack.matches.filter(match => match.rule.id === rule.id)
    return context.html(renderRulePage({ rule, matches }))
  })
  app.get('/style.css', context => context.text(styleSheet, 200, { 'Content-Type': 'text/css' }))
  return app
}

/** Serves the pages until it is closed; rejects if the port cannot be had. */
export function startServer(
  pack: ServedPack,
  { port, host }: ServerOptions,
): Promise<RunningServer> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: createPackApp(pack).fetch, port, hostname: host }, info => {
      const name = info.family === 'IPv6' ? `[${info.address}]` : info.address
      resolve({
        address: `http://${name}:${info.port}`,
        close: () => new Promise(done => server.close(() => done())),
      })
    })
    server.once('error', reject)
  })
}
