import { Document } from '../document.tsx'
import type { Html } from '../html.ts'
import { Head } from '../parts/head.tsx'
import { Section } from '../parts/section.tsx'
import { fileHref, type SiteContext } from '../site-context.ts'

/** The description of the API as a reader wants it. */
export interface ApiReferenceModel {
  readonly description: string
  /** Before every path: `/api/v1`. */
  readonly root: string
  readonly groups: readonly {
    readonly name: string
    readonly operations: readonly ApiOperation[]
  }[]
  readonly schemas: readonly ApiSchema[]
}

export interface ApiOperation {
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly parameters: readonly ApiProperty[]
  readonly answers: readonly {
    readonly status: string
    readonly mediaType: string
    readonly type: ApiType
    readonly description: string
  }[]
}

export interface ApiSchema {
  readonly name: string
  readonly description?: string
  readonly properties: readonly ApiProperty[]
}

export interface ApiProperty {
  readonly name: string
  readonly type: ApiType
  readonly isRequired: boolean
  readonly description?: string
  readonly usual?: string
  readonly example?: string
}

/** A type in words; `schema` is the name of the one that it is about. */
export interface ApiType {
  readonly text: string
  readonly schema?: string
}

interface ApiReferenceProps {
  readonly model: ApiReferenceModel
  readonly context: SiteContext
}

/** Every path of the API, what it takes and what it answers. */
export function ApiReferencePage({ model, context }: ApiReferenceProps): Html {
  return (
    <Document context={context} title="API">
      <Head eyebrow="For programs" title="API">
        <p class="lead">{model.description}</p>
        <p class="lead">
          The same as a document: <a href={fileHref(context, 'api/v1/openapi.json')}>OpenAPI 3.1</a>
          .
        </p>
      </Head>
      {model.groups.map(({ name, operations }) => (
        <Section id={idOf(name)} title={name}>
          {operations.map(operation => (
            <Operation operation={operation} root={model.root} />
          ))}
        </Section>
      ))}
      <Section id="schemas" title="What answers are made of" count={model.schemas.length}>
        {model.schemas.map(schema => (
          <section>
            <h3 id={schemaId(schema.name)}>{schema.name}</h3>
            {schema.description !== undefined && <p>{schema.description}</p>}
            <PropertyTable properties={schema.properties} head="member" />
          </section>
        ))}
      </Section>
    </Document>
  )
}

function Operation({
  operation,
  root,
}: {
  readonly operation: ApiOperation
  readonly root: string
}): Html {
  const { path, summary, description, parameters, answers } = operation
  return (
    <section>
      <h3 id={idOf(path)}>
        <code>
          GET {root}
          {path}
        </code>
      </h3>
      <p>
        {summary}.{description !== undefined && ` ${description}`}
      </p>
      {parameters.length > 0 && <PropertyTable properties={parameters} head="parameter" />}
      <table class="plain stack">
        <thead>
          <tr>
            <th scope="col">status</th>
            <th scope="col">answer</th>
            <th scope="col">media type</th>
            <th scope="col">when</th>
          </tr>
        </thead>
        <tbody>
          {answers.map(answer => (
            <tr>
              <td>{answer.status === 'default' ? 'any other' : answer.status}</td>
              <td>
                <Type type={answer.type} />
              </td>
              <td>{answer.mediaType}</td>
              <td>{answer.description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function PropertyTable({
  properties,
  head,
}: {
  readonly properties: readonly ApiProperty[]
  readonly head: string
}): Html {
  return (
    <table class="plain stack">
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col">type</th>
          <th scope="col">meaning</th>
        </tr>
      </thead>
      <tbody>
        {properties.map(({ name, type, isRequired, description, usual, example }) => (
          <tr>
            <td>
              <code>{name}</code>
              {!isRequired && <span class="quiet"> optional</span>}
            </td>
            <td>
              <Type type={type} />
              {usual !== undefined && usual !== '' && (
                <span class="quiet">
                  {' '}
                  usually <code>{usual}</code>
                </span>
              )}
            </td>
            <td>
              {description}
              {example !== undefined && (
                <>
                  {' '}
                  <span class="quiet">
                    Such as <code>{example}</code>
                  </span>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Type({ type: { text, schema } }: { readonly type: ApiType }): Html {
  return schema === undefined ? <span>{text}</span> : <a href={`#${schemaId(schema)}`}>{text}</a>
}

function schemaId(name: string): string {
  return `schema-${idOf(name)}`
}

function idOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
