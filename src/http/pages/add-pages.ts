import type { Hono } from 'hono'
import {
  renderApiReference,
  renderError,
  renderMatrixSvg,
  renderNotFound,
  type SiteContext,
} from '../../site/index.ts'
import {
  type AnswerRequest,
  apiRoot,
  apiRoutes,
  toOpenApi,
  toReferenceModel,
} from '../api/index.ts'
import { findAsset } from '../assets.ts'
import { type Answer, htmlAnswer, redirectAnswer, type WholeAnswer } from '../bytes/answer.ts'
import { matrixOf } from '../matrix-of.ts'
import type { ServedSite } from '../served-site.ts'
import { type PageQuery, readPageQuery } from './page-query.ts'
import { renderAddress } from './render-address.ts'

/** The page about the API; it comes before the API’s own paths. */
export function addApiPage(app: Hono, answer: AnswerRequest): void {
  app.get('/api', context =>
    answer(context, context.req.path, site => {
      const model = toReferenceModel(toOpenApi(apiRoutes, site.version), apiRoot)
      return htmlAnswer(renderApiReference(model, toContext(site, context.req.path)))
    }),
  )
}

/** The pages of the site, and the files that they load. */
export function addPages(app: Hono, answer: AnswerRequest): void {
  app.get('/assets/*', context => {
    const name = context.req.path.slice('/assets/'.length)
    return answer(context, context.req.path, site => {
      return findAsset(site.assets, name) ?? notFoundAnswer(site, context.req.path)
    })
  })
  app.get('/*', context => {
    const { path } = context.req
    const read = readPageQuery(new URL(context.req.url).searchParams)
    if (read.kind === 'wrong') {
      return answer(context, '', site => wrongAnswer(site, path, read.detail))
    }
    const key = JSON.stringify([path, read.query])
    return answer(context, key, site => answerPath(site, path, read.query))
  })
}

function answerPath(site: ServedSite, path: string, query: PageQuery): Answer {
  const address = addressOf(path)
  if (address === undefined) return notFoundAnswer(site, path)
  if (address !== '' && address.endsWith('/')) {
    return redirectAnswer(`${rootOf(path)}${encodeURI(address.replace(/\/+$/, ''))}`, 301)
  }
  if (address === 'search') {
    return redirectAnswer(`${rootOf(path)}rules?${new URLSearchParams({ q: query.q })}`, 302)
  }
  if (address === 'matrix.svg') {
    const body = renderMatrixSvg(matrixOf(site, query))
    return { kind: 'whole', status: 200, type: 'image/svg+xml; charset=utf-8', body }
  }
  const html = renderAddress(site, toContext(site, path), query)
  return html === undefined ? notFoundAnswer(site, path) : htmlAnswer(html)
}

export function notFoundAnswer(site: ServedSite, path: string): WholeAnswer {
  return htmlAnswer(renderNotFound(toContext(site, path)), 404)
}

function wrongAnswer(site: ServedSite, path: string, detail: string): WholeAnswer {
  const model = { status: 400, title: 'This address cannot be read', detail }
  return htmlAnswer(renderError(model, toContext(site, path)), 400)
}

/** The page that says that the program is at fault. */
export function brokenAnswer(site: ServedSite, path: string): WholeAnswer {
  const model = {
    status: 500,
    title: 'This page could not be made',
    detail: 'The program has a fault, and has written down where. Other pages are not concerned.',
  }
  return htmlAnswer(renderError(model, toContext(site, path)), 500)
}

function toContext({ version, matches }: ServedSite, path: string): SiteContext {
  return {
    root: rootOf(path),
    address: addressOf(path) ?? path.slice(1),
    isStatic: false,
    version,
    hasMatches: matches !== undefined,
  }
}

/** The way from a path to the root: the site may stand below any path. */
function rootOf(path: string): string {
  return '../'.repeat(Math.max(0, path.split('/').length - 2))
}

/** The address that a path means; `undefined` where it is no text. */
function addressOf(path: string): string | undefined {
  try {
    return decodeURIComponent(path.slice(1))
  } catch {
    return undefined
  }
}
