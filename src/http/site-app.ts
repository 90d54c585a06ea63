import { type Context, Hono } from 'hono'
import { addApi } from './api/index.ts'
import type { Answer } from './bytes/answer.ts'
import { type AnswerCache, createAnswerCache } from './bytes/answer-cache.ts'
import { respond, respondFromCache, type Wish } from './bytes/respond.ts'
import { addApiPage, addPages, brokenAnswer } from './pages/index.ts'
import { problemAnswer } from './problem.ts'
import type { ServedSite } from './served-site.ts'

export interface SiteAppOptions {
  /** Told of a bug: the reader gets an error page. */
  readonly onError?: (error: Error) => void
  /** How many bytes of answers are kept; 96 MiB if not given. */
  readonly cacheBytes?: number
}

/**
 * The site and the API as an application that answers requests, without a port. `currentSite` is asked for
 * every request, so that a snapshot can be replaced.
 */
export function createSiteApp(currentSite: () => ServedSite, options: SiteAppOptions = {}): Hono {
  const { onError = () => {}, cacheBytes = 96 * 1024 * 1024 } = options
  let served: ServedSite | undefined
  let cache: AnswerCache = createAnswerCache(cacheBytes)
  const answer = (context: Context, key: string, make: (site: ServedSite) => Answer): Response => {
    const site = currentSite()
    if (site !== served) {
      served = site
      cache = createAnswerCache(cacheBytes)
    }
    return respondFromCache(cache, key, wishOf(context), () => make(site))
  }
  const app = new Hono()
  addApiPage(app, answer)
  addApi(app, answer)
  addPages(app, answer)
  app.onError((error, context) => {
    onError(error)
    const { path } = context.req
    const broken = path.startsWith('/api/')
      ? problemAnswer({ status: 500, title: 'A fault of the program' })
      : brokenAnswer(currentSite(), path)
    return respond(broken, wishOf(context))
  })
  return app
}

function wishOf({ req }: Context): Wish {
  return {
    acceptEncoding: req.header('Accept-Encoding'),
    ifNoneMatch: req.header('If-None-Match'),
  }
}
