import type { Child } from 'hono/jsx'
import type {
  EventRow,
  FieldRow,
  IndicatorRow,
  Page,
  Tally,
  TechniqueRow,
} from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import type { Html } from '../html.ts'
import { Bar } from '../parts/bars.tsx'
import { Head } from '../parts/head.tsx'
import { IndicatorTable } from '../parts/indicator-table.tsx'
import { Pager } from '../parts/pager.tsx'
import { EventTable, FieldTable, TechniqueTable } from '../parts/tables.tsx'
import { href, type SiteContext } from '../site-context.ts'
import { countText } from '../text.ts'

export interface ListProps<Row> {
  readonly page: Page<Row>
  readonly context: SiteContext
}

export function IndicatorsPage({ page, context }: ListProps<IndicatorRow>): Html {
  return (
    <ListPage
      context={context}
      page={page}
      section="indicators"
      title="Indicators"
      lead="What rules look for, the commonest first. Counts are of families: copies of a rule count once."
    >
      <IndicatorTable context={context} rows={page.items} side="looking" />
    </ListPage>
  )
}

export function FieldsPage({ page, context }: ListProps<FieldRow>): Html {
  return (
    <ListPage
      context={context}
      page={page}
      section="fields"
      title="Fields"
      lead="What rules test, by its canonical name."
    >
      <FieldTable context={context} rows={page.items} />
    </ListPage>
  )
}

export function EventsPage({ page, context }: ListProps<EventRow>): Html {
  return (
    <ListPage
      context={context}
      page={page}
      section="events"
      title="Event types"
      lead={
        <>
          What logs can contain, and how many rules each can satisfy. The same by{' '}
          <a href={href(context, 'providers')}>provider</a> and by{' '}
          <a href={href(context, 'log-sources')}>log source</a>.
        </>
      }
    >
      <EventTable context={context} rows={page.items} />
    </ListPage>
  )
}

export function TechniquesPage({ page, context }: ListProps<TechniqueRow>): Html {
  return (
    <ListPage
      context={context}
      page={page}
      section="techniques"
      title="Techniques"
      lead={
        <>
          Techniques of ATT&CK with their rules, those of sub-techniques included. The same as a{' '}
          <a href={href(context, 'matrix')}>matrix</a>.
        </>
      }
    >
      <TechniqueTable context={context} rows={page.items} />
    </ListPage>
  )
}

export function ProvidersPage({ page, context }: ListProps<Tally>): Html {
  return (
    <ListPage
      context={context}
      page={page}
      section="events"
      title="Providers"
      lead="Who writes the events."
    >
      <TallyTable context={context} rows={page.items} name="provider" />
    </ListPage>
  )
}

export function LogSourcesPage({ page, context }: ListProps<Tally>): Html {
  return (
    <ListPage
      context={context}
      page={page}
      section="events"
      title="Log sources"
      lead="Where rules say that they look."
    >
      <TallyTable context={context} rows={page.items} name="log source" />
    </ListPage>
  )
}

export function VendorsPage({ page, context }: ListProps<Tally>): Html {
  return (
    <ListPage
      context={context}
      page={page}
      section="vendors"
      title="Vendors"
      lead="Who wrote the rules."
    >
      <TallyTable context={context} rows={page.items} name="vendor" />
    </ListPage>
  )
}

interface ListPageProps {
  readonly context: SiteContext
  readonly page: Page<unknown>
  readonly section: string
  readonly title: string
  readonly lead: Child
  readonly children?: Child
}

function ListPage({ context, page, section, title, lead, children }: ListPageProps): Html {
  return (
    <Document context={context} title={title} section={section}>
      <Head eyebrow={`${countText(page.total)} of them`} title={title}>
        <p class="lead">{lead}</p>
      </Head>
      {children}
      <Pager context={context} page={page} />
    </Document>
  )
}

function TallyTable({
  context,
  rows,
  name,
}: {
  readonly context: SiteContext
  readonly rows: readonly Tally[]
  readonly name: string
}): Html {
  const largest = Math.max(0, ...rows.map(row => row.count))
  return (
    <table class="list bars wide">
      <thead>
        <tr>
          <th scope="col">{name}</th>
          <td></td>
          <th scope="col" class="figure">
            rules
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr>
            <td class="title">
              {row.address === undefined ? (
                row.name
              ) : (
                <a href={href(context, row.address)}>{row.name}</a>
              )}
            </td>
            <td class="drawn">
              <Bar count={row.count} largest={largest} />
            </td>
            <td class="figure">{countText(row.count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
