import type { ApiProperty, ApiReferenceModel, ApiType } from '../../site/index.ts'
import type { OpenApiDocument, OpenApiOperation } from './openapi.ts'

type Json = Readonly<Record<string, unknown>>

/** The OpenAPI document as the page that people read. */
export function toReferenceModel(document: OpenApiDocument, root: string): ApiReferenceModel {
  const operations = Object.entries(document.paths)
  return {
    description: document.info.description,
    root,
    groups: document.tags.map(({ name }) => ({
      name,
      operations: operations
        .filter(([, { get }]) => get.tags.includes(name))
        .map(([path, { get }]) => toOperation(path, get)),
    })),
    schemas: Object.entries(document.components.schemas).map(([name, schema]) => ({
      name,
      ...describe(schema),
      properties: propertiesOf(schema),
    })),
  }
}

function toOperation(
  path: string,
  { summary, description, parameters, responses }: OpenApiOperation,
): ApiReferenceModel['groups'][number]['operations'][number] {
  return {
    path,
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: parameters.map(({ name, required, schema, description: about, example }) => ({
      name,
      type: typeOf(schema),
      isRequired: required,
      ...(about === undefined ? {} : { description: about }),
      ...(schema.default === undefined ? {} : { usual: String(schema.default) }),
      ...(example === undefined ? {} : { example: String(example) }),
    })),
    answers: Object.entries(responses)
      // Numbers come first among the keys of an object.
      .flatMap(([status, response]) =>
        Object.entries(response.content ?? {}).map(([mediaType, { schema }]) => ({
          status,
          mediaType,
          type: typeOf(schema),
          description: response.description,
        })),
      ),
  }
}

function propertiesOf(schema: Json): readonly ApiProperty[] {
  const required = (schema.required ?? []) as readonly string[]
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Json>>
  return Object.entries(properties).map(([name, property]) => ({
    name,
    type: typeOf(property),
    isRequired: required.includes(name),
    ...describe(property),
  }))
}

function describe({ description }: Json): { readonly description?: string } {
  return typeof description === 'string' ? { description } : {}
}

/** A schema in words: `list of RuleRow`, `a, b or c`. */
function typeOf(schema: Json): ApiType {
  const { $ref, type, items, enum: values, allOf, properties, additionalProperties } = schema
  if (typeof $ref === 'string') {
    const name = $ref.slice($ref.lastIndexOf('/') + 1)
    return { text: name, schema: name }
  }
  if (Array.isArray(values)) return { text: values.map(value => value || '“”').join(' · ') }
  if (Array.isArray(allOf)) return typeOf(allOf[0] as Json)
  if (type === 'array') {
    const inner = typeOf((items ?? {}) as Json)
    return { ...inner, text: `list of ${inner.text}` }
  }
  if (type !== 'object') return { text: typeof type === 'string' ? type : 'anything' }
  const part = (properties as Readonly<Record<string, Json>> | undefined)?.items
  // A list in parts.
  if (part !== undefined) return { ...typeOf(part), text: `${typeOf(part).text}, in parts` }
  const names = Object.keys(properties ?? {})
  if (names.length > 0) return { text: `object with ${names.join(', ')}` }
  return { text: additionalProperties === undefined ? 'object' : 'object of any members' }
}
