import type { Context, Hono } from 'hono'
import { type Answer, jsonAnswer, redirectAnswer, type WholeAnswer } from '../bytes/answer.ts'
import { type Problem, problemAnswer } from '../problem.ts'
import type { ServedSite } from '../served-site.ts'
import type { ApiRoute, Failure, Outcome } from './api-route.ts'
import { apiRoutes } from './api-routes.ts'
import { toOpenApi } from './openapi.ts'
import { describeIssues } from './parameters.ts'

/** Answers a request of the API from the cache by its key, or by making the answer. */
export type AnswerRequest = (
  context: Context,
  key: string,
  make: (site: ServedSite) => Answer,
) => Response

export const apiRoot = '/api/v1'

/** The paths of the API, and problems for all others below `/api`. */
export function addApi(app: Hono, answer: AnswerRequest): void {
  app.get(`${apiRoot}/openapi.json`, context =>
    answer(context, `${apiRoot}/openapi.json`, ({ version }) =>
      jsonAnswer(toOpenApi(apiRoutes, version)),
    ),
  )
  for (const route of apiRoutes) {
    app.get(honoPath(route), context => {
      const read = readParameters(route, new URL(context.req.url).searchParams)
      if (read.kind === 'wrong') {
        return answer(context, '', () => parameterProblem(read.errors))
      }
      const [parameter] = route.pathParameters
      const name = parameter === undefined ? '' : (context.req.param(parameter.name) ?? '')
      const path = route.path.replace(/\{\w+\}/, () => name)
      const { query } = read
      return answer(context, JSON.stringify([path, query]), site => {
        const { limit, cursor, ...rest } = query
        const list = JSON.stringify([site.stamp, path, rest])
        return toAnswer(route.answer({ site, query, name, list }))
      })
    })
  }
  for (const path of [apiRoot, `${apiRoot}/`]) {
    app.get(path, context =>
      answer(context, '', () =>
        redirectAnswer(`${'../'.repeat(path.split('/').length - 2)}api`, 302),
      ),
    )
  }
  app.get('/api/*', context => answer(context, '', () => missingPath))
}

const missingPath = problemAnswer({
  status: 404,
  title: 'Not found',
  detail: `There is no such path; ${apiRoot}/openapi.json lists those that there are.`,
})

/** `/rules/{id}` as the router writes it; a name at the end may hold slashes. */
function honoPath({ path }: ApiRoute): string {
  return apiRoot + path.replace(/\{(\w+)\}$/, ':$1{.+}').replace(/\{(\w+)\}/, ':$1')
}

type ReadParameters =
  | { readonly kind: 'read'; readonly query: Readonly<Record<string, unknown>> }
  | { readonly kind: 'wrong'; readonly errors: NonNullable<Problem['errors']> }

function readParameters(route: ApiRoute, given: URLSearchParams): ReadParameters {
  const twice = [...new Set(given.keys())].filter(name => given.getAll(name).length > 1)
  if (twice.length > 0) {
    const errors = twice.map(parameter => ({ parameter, detail: 'It is given more than once.' }))
    return { kind: 'wrong', errors }
  }
  const result = route.query.safeParse(Object.fromEntries(given))
  if (!result.success) return { kind: 'wrong', errors: describeIssues(result.error) }
  return { kind: 'read', query: result.data }
}

function parameterProblem(errors: NonNullable<Problem['errors']>): WholeAnswer {
  const names = errors.map(({ parameter }) => `“${parameter}”`).join(', ')
  return problemAnswer({
    status: 400,
    title: 'Wrong parameters',
    detail: `What is wrong: ${names}.`,
    errors,
  })
}

function toAnswer(outcome: Outcome<unknown>): Answer {
  switch (outcome.kind) {
    case 'value':
      return jsonAnswer(outcome.value)
    case 'answer':
      return outcome.answer
    case 'failure':
      return failureAnswer(outcome)
  }
}

function failureAnswer({ status, title, detail, parameter }: Failure): WholeAnswer {
  const errors = parameter === undefined ? [] : [{ parameter, detail }]
  return problemAnswer({ status, title, detail, ...(errors.length === 0 ? {} : { errors }) })
}
