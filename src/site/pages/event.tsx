import type { EventModel } from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import { termText } from '../facet-query.ts'
import type { Html } from '../html.ts'
import { BarList } from '../parts/bars.tsx'
import { Description } from '../parts/description.tsx'
import { Figures, Head, toVendorTallies } from '../parts/head.tsx'
import { RulePart } from '../parts/rule-part.tsx'
import { Nothing, Section } from '../parts/section.tsx'
import { IndicatorPart, More, TechniquePart } from '../parts/side-lists.tsx'
import { Thing } from '../parts/words.tsx'
import type { SiteContext } from '../site-context.ts'
import { figureText } from '../text.ts'

export interface EventProps {
  readonly model: EventModel
  readonly context: SiteContext
}

const maxFields = 120

/** An event type: what it holds, what must be switched on to get it, and which rules it can satisfy. */
export function EventPage({ model, context }: EventProps): Html {
  const { row, provider } = model
  const id = row.eventId === undefined ? '' : ` ${row.eventId}`
  return (
    <Document context={context} title={`${row.title} (${row.provider}${id})`} section="events">
      <Head
        eyebrow={
          <>
            Event type of {row.platform} · <Thing context={context} link={provider} />
            {id}
          </>
        }
        title={row.title}
      >
        {model.description !== undefined && <Description text={model.description} />}
        <Figures
          figures={[
            [row.rules, 'rules it can satisfy'],
            [model.fully, 'on every branch', 'looking'],
            [model.partly, 'on some branches'],
          ]}
        />
        <dl class="facts">
          {model.enable !== undefined && (
            <div>
              <dt>Must be switched on</dt>
              <dd>{model.enable}</dd>
            </div>
          )}
          {row.channel !== undefined && (
            <div>
              <dt>Channel</dt>
              <dd>{row.channel}</dd>
            </div>
          )}
          {model.logSources.length > 0 && (
            <div>
              <dt>Log sources</dt>
              <dd>
                {model.logSources.slice(0, 30).map((link, index) => (
                  <>
                    {index > 0 && ', '}
                    <Thing context={context} link={link} />
                  </>
                ))}
              </dd>
            </div>
          )}
          {model.operations.length > 0 && (
            <div>
              <dt>Operations</dt>
              <dd>
                <code>{model.operations.slice(0, 60).join(', ')}</code>
                {model.operations.length > 60 && ` and ${model.operations.length - 60} more`}
              </dd>
            </div>
          )}
        </dl>
      </Head>
      <div class="columns">
        <Fields model={model} context={context} />
        <Section id="vendors" title="By vendor">
          <BarList context={context} tallies={toVendorTallies(row.byVendor)} name="vendor" />
        </Section>
      </div>
      <IndicatorPart
        context={context}
        rows={model.indicators}
        side="looking"
        title="Looked for on it"
        here="its rules"
      />
      <IndicatorPart
        context={context}
        rows={model.exclusions}
        side="excluding"
        title="Excluded on it"
        here="its rules"
      />
      <TechniquePart
        context={context}
        rows={model.techniques}
        title="Techniques"
        here="its rules"
      />
      <RulePart
        context={context}
        page={model.rules}
        all={termText('event', row.eventId ?? row.key)}
      />
    </Document>
  )
}

function Fields({ model, context }: EventProps): Html {
  return (
    <Section
      id="fields"
      title="Fields"
      {...(model.fields === undefined ? {} : { count: model.fields.length })}
    >
      {model.fields === undefined ? (
        <Nothing>
          Its fields are not known here, so it is assumed to have whatever rules test.
        </Nothing>
      ) : (
        <>
          <table class="plain stack">
            <thead>
              <tr>
                <th scope="col">field</th>
                <th scope="col">in rules</th>
                <th scope="col" class="figure">
                  rules
                </th>
              </tr>
            </thead>
            <tbody>
              {model.fields.slice(0, maxFields).map(({ name, canonical, rules }) => (
                <tr>
                  <td>
                    <code>{name}</code>
                  </td>
                  <td>
                    <Thing context={context} link={canonical} />
                  </td>
                  <td class="figure" data-l="rules">
                    {figureText(rules)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <More all={model.fields.length} limit={maxFields} />
        </>
      )}
    </Section>
  )
}
