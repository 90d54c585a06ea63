import type { FieldModel, IndicatorRow, Page } from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import { termText } from '../facet-query.ts'
import type { Html } from '../html.ts'
import { BarList } from '../parts/bars.tsx'
import { Figures, Head, toVendorTallies } from '../parts/head.tsx'
import { IndicatorTable } from '../parts/indicator-table.tsx'
import { Pager } from '../parts/pager.tsx'
import { RulePart } from '../parts/rule-part.tsx'
import { Section } from '../parts/section.tsx'
import { More } from '../parts/side-lists.tsx'
import { fieldText } from '../parts/tables.tsx'
import { href, type SiteContext } from '../site-context.ts'
import { countText, figureText, kindText } from '../text.ts'

export interface FieldProps {
  readonly model: FieldModel
  readonly context: SiteContext
}

const maxRows = 40

/** What rules test a field for: its other names, its events, and its commonest values on both sides. */
export function FieldPage({ model, context }: FieldProps): Html {
  const { row } = model
  const name = fieldText(row.name)
  const query = termText('field', row.name)
  return (
    <Document context={context} title={`${name}, a field`} section="fields">
      <Head
        eyebrow={row.scope === '' ? 'Field of endpoint events' : `Field of ${row.scope}`}
        title={<code>{name}</code>}
      >
        <Figures
          figures={[
            [row.rules, 'rules test it'],
            [row.looking, 'look for a value', 'looking'],
            [row.excluding, 'exclude a value', 'excluding'],
          ]}
        />
      </Head>
      <div class="columns">
        <Section id="kinds" title="How it is tested">
          <Kinds model={model} />
        </Section>
        <Section id="vendors" title="By vendor">
          <BarList context={context} tallies={toVendorTallies(model.byVendor)} name="vendor" />
        </Section>
        {model.aliases.length > 0 && (
          <Section id="aliases" title="Other names in rules">
            <BarList context={context} tallies={model.aliases} name="name" limit={15} />
          </Section>
        )}
      </div>
      <Values
        context={context}
        page={model.indicators}
        side="looking"
        id="indicators"
        title="Looked for"
      />
      <Values
        context={context}
        page={model.exclusions}
        side="excluding"
        id="exclusions"
        title="Excluded"
      />
      <Events model={model} context={context} />
      <RulePart context={context} page={model.rules} all={query} />
    </Document>
  )
}

function Kinds({ model }: { readonly model: FieldModel }): Html {
  return (
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">test</th>
          <th scope="col" class="figure">
            indicators
          </th>
          <th scope="col" class="figure">
            exclusions
          </th>
        </tr>
      </thead>
      <tbody>
        {model.kinds.map(({ kind, looking, excluding }) => (
          <tr>
            <td>{kindText(kind)}</td>
            <td class="figure">{figureText(looking)}</td>
            <td class="figure excluded">{figureText(excluding)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Values({
  context,
  page,
  side,
  id,
  title,
}: {
  readonly context: SiteContext
  readonly page: Page<IndicatorRow>
  readonly side: 'looking' | 'excluding'
  readonly id: string
  readonly title: string
}): Html {
  if (page.total === 0) return <></>
  return (
    <Section id={id} title={title} count={page.total}>
      {page.items.length > 0 && (
        <IndicatorTable context={context} rows={page.items} side={side} isOneField />
      )}
      <Pager context={context} page={page} anchor={id} />
    </Section>
  )
}

function Events({ model, context }: FieldProps): Html {
  if (model.events.length === 0) return <></>
  return (
    <Section id="events" title="Event types that have it" count={model.events.length}>
      <table class="list stack">
        <thead>
          <tr>
            <th scope="col">event</th>
            <th scope="col">provider</th>
            <th scope="col" class="figure">
              id
            </th>
            <th scope="col">its own name there</th>
            <th scope="col" class="figure">
              rules
            </th>
          </tr>
        </thead>
        <tbody>
          {model.events.slice(0, maxRows).map(event => (
            <tr>
              <td class="title">
                <a href={href(context, event.address)}>{event.title}</a>
              </td>
              <td>{event.provider}</td>
              <td class="figure" data-l="id">
                {event.eventId ?? ''}
              </td>
              <td>{event.nativeName !== undefined && <code>{event.nativeName}</code>}</td>
              <td class="figure" data-l="rules">
                {countText(event.rules)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More all={model.events.length} limit={maxRows} />
    </Section>
  )
}
