import { z } from 'zod'
import type { AnswerInfo, ApiRoute } from './api-route.ts'
import { problemSchema } from './schemas.ts'

/** JSON Schema, and whatever else the document nests. */
type Json = Readonly<Record<string, unknown>>

/** The description of the API as programs read it (OpenAPI 3.1). */
export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly info: {
    readonly title: string
    readonly version: string
    readonly description: string
    readonly license: { readonly name: string; readonly identifier: string }
  }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, { readonly get: OpenApiOperation }>>
  readonly components: { readonly schemas: Readonly<Record<string, Json>> }
}

export interface OpenApiOperation {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly parameters: readonly OpenApiParameter[]
  readonly responses: Readonly<Record<string, OpenApiResponse>>
}

export interface OpenApiParameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required: boolean
  readonly description?: string
  readonly example?: unknown
  readonly schema: Json
}

export interface OpenApiResponse {
  readonly description: string
  readonly content?: Readonly<Record<string, { readonly schema: Json }>>
}

export function toOpenApi(routes: readonly ApiRoute[], version: string): OpenApiDocument {
  const components = new Map<string, Json>()
  const paths = routes.map(route => [route.path, { get: toOperation(route, components) }] as const)
  return {
    openapi: '3.1.1',
    info: {
      title: 'Indicia',
      version,
      description:
        'The catalogue: rules, what they look for and exclude, fields, events and techniques. Everything is read with GET. Lists come in parts: `next` of one is `cursor` of the following. Errors are `application/problem+json` (RFC 9457).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: './' }],
    tags: [...new Set(routes.map(route => route.group))].map(name => ({ name })),
    paths: Object.fromEntries([['/openapi.json', { get: selfOperation }], ...paths]),
    components: {
      schemas: Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  }
}

const selfOperation: OpenApiOperation = {
  operationId: 'getOpenapiJson',
  summary: 'This document',
  tags: ['About'],
  parameters: [],
  responses: {
    200: {
      description: 'Found.',
      content: { 'application/json': { schema: { type: 'object' } } },
    },
  },
}

function toOperation(route: ApiRoute, components: Map<string, Json>): OpenApiOperation {
  const { path, group, summary, description, pathParameters, query } = route
  const schema = toSchema(query, 'input', components)
  const required = (schema.required ?? []) as readonly string[]
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Json>>
  return {
    operationId: operationId(path),
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [group],
    parameters: [
      ...pathParameters.map(parameter => ({
        ...parameter,
        in: 'path' as const,
        required: true,
        schema: { type: 'string' },
      })),
      ...Object.entries(properties).map(([name, { description: about, example, ...rest }]) => ({
        name,
        in: 'query' as const,
        required: required.includes(name),
        ...(typeof about === 'string' ? { description: about } : {}),
        ...(example === undefined ? {} : { example }),
        schema: rest,
      })),
    ],
    responses: Object.fromEntries([
      ...route.answers.map(info => [String(info.status), toResponse(info, components)]),
      ['default', problemResponse(components)],
    ]),
  }
}

/** `/rules/{id}/body` → `getRulesIdBody`. */
function operationId(path: string): string {
  const words = path.split(/[^A-Za-z]+/).filter(word => word !== '')
  return `get${words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`
}

function toResponse(info: AnswerInfo, components: Map<string, Json>): OpenApiResponse {
  const { description, type, schema } = info
  const content =
    schema === undefined
      ? { [type ?? 'text/plain']: { schema: { type: 'string' } } }
      : { 'application/json': { schema: toSchema(schema, 'output', components) } }
  return { description, content }
}

function problemResponse(components: Map<string, Json>): OpenApiResponse {
  return {
    description: 'What went wrong.',
    content: {
      'application/problem+json': { schema: toSchema(problemSchema, 'output', components) },
    },
  }
}

/** A schema as JSON; those with a name become components and are referred to. */
function toSchema(schema: z.ZodType, io: 'input' | 'output', components: Map<string, Json>): Json {
  const { $schema, $defs, ...json } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    reused: 'inline',
    override: ({ jsonSchema }) => {
      // The library bounds every integer by what is safe; that says nothing.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      // Clients must bear fields that come later.
      if (io === 'output') delete jsonSchema.additionalProperties
    },
  })
  for (const [name, definition] of Object.entries($defs ?? {})) {
    components.set(name, rewriteReferences(definition))
  }
  const { id, ...rest } = json as Json
  if (typeof id !== 'string') return rewriteReferences(rest)
  components.set(id, rewriteReferences(rest))
  return { $ref: `#/components/schemas/${id}` }
}

function rewriteReferences(json: unknown): Json {
  const rewrite = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(rewrite)
    if (typeof item !== 'object' || item === null) return item
    return Object.fromEntries(
      Object.entries(item).flatMap(([key, inner]) => {
        if (key === 'id' && typeof inner === 'string') return []
        if (key === '$ref' && typeof inner === 'string') {
          return [[key, inner.replace(/^#\/\$defs\//, '#/components/schemas/')]]
        }
        return [[key, rewrite(inner)]]
      }),
    )
  }
  return rewrite(json) as Json
}
