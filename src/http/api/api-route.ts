import type { z } from 'zod'
import type { Answer } from '../bytes/answer.ts'
import type { ServedSite } from '../served-site.ts'

/** A path of the API: what it takes, what it answers, and how. The OpenAPI document is made of these. */
export interface ApiRoute {
  /** Below `/api/v1`, with names in braces: `/rules/{id}`. */
  readonly path: string
  readonly group: string
  readonly summary: string
  readonly description?: string
  readonly pathParameters: readonly PathParameter[]
  readonly query: z.ZodObject
  readonly answers: readonly AnswerInfo[]
  readonly answer: (request: ApiRequest) => Outcome<unknown>
}

export interface PathParameter {
  readonly name: string
  readonly description: string
  readonly example: string
}

/** An answer of a status: JSON of a schema, or text of another type. */
export interface AnswerInfo {
  readonly status: number
  readonly description: string
  readonly type?: string
  readonly schema?: z.ZodType
}

export interface ApiRequest<Q = Readonly<Record<string, unknown>>> {
  readonly site: ServedSite
  readonly query: Q
  /** The path parameter, decoded; empty for paths without one. */
  readonly name: string
  /** What the list is that a cursor is a place in: the path and every parameter that changes the list. */
  readonly list: string
}

/** A value of the route’s schema, an answer as it is, or why there is none. */
export type Outcome<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | Failure

export interface Failure {
  readonly kind: 'failure'
  readonly status: 400 | 404 | 409
  readonly title: string
  readonly detail: string
  readonly parameter?: string
}

/** What a value may be where a schema’s own type is not read-only. */
export type DeepReadonly<T> = T extends readonly (infer U)[]
  ? readonly DeepReadonly<U>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T

interface RouteDefinition<Q extends z.ZodObject, S extends z.ZodType> {
  readonly path: string
  readonly group: string
  readonly summary: string
  readonly description?: string
  readonly pathParameters?: readonly PathParameter[]
  readonly query: Q
  readonly schema: S
  readonly otherAnswers?: readonly AnswerInfo[]
  readonly answer: (request: ApiRequest<z.output<Q>>) => Outcome<DeepReadonly<z.output<S>>>
}

/** A route whose answer is JSON of a schema; its parameters reach `answer` as its query schema reads them. */
export function defineRoute<Q extends z.ZodObject, S extends z.ZodType>(
  definition: RouteDefinition<Q, S>,
): ApiRoute {
  const { pathParameters = [], schema, otherAnswers = [], ...rest } = definition
  const found: AnswerInfo = { status: 200, description: 'Found.', schema }
  return {
    ...rest,
    pathParameters,
    answers: [found, ...otherAnswers],
    // What calls it gives it what `query` made of the request, which is what `answer` takes.
    answer: definition.answer as ApiRoute['answer'],
  }
}

interface TextRouteDefinition<Q extends z.ZodObject> {
  readonly path: string
  readonly group: string
  readonly summary: string
  readonly description?: string
  readonly pathParameters?: readonly PathParameter[]
  readonly query: Q
  readonly type: string
  readonly otherAnswers?: readonly AnswerInfo[]
  readonly answer: (request: ApiRequest<z.output<Q>>) => Outcome<never>
}

/** A route whose answer is text of another type. */
export function defineTextRoute<Q extends z.ZodObject>(
  definition: TextRouteDefinition<Q>,
): ApiRoute {
  const { pathParameters = [], type, otherAnswers = [], ...rest } = definition
  const found: AnswerInfo = { status: 200, description: 'Found.', type }
  return {
    ...rest,
    pathParameters,
    answers: [found, ...otherAnswers],
    // As in `defineRoute`.
    answer: definition.answer as ApiRoute['answer'],
  }
}

export function value<T>(found: T): Outcome<T> {
  return { kind: 'value', value: found }
}

export function notFound(what: string): Failure {
  return { kind: 'failure', status: 404, title: 'Not found', detail: what }
}
