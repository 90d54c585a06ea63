import type { ProviderModel } from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import { termText } from '../facet-query.ts'
import type { Html } from '../html.ts'
import { BarList } from '../parts/bars.tsx'
import { Figures, Head, toVendorTallies } from '../parts/head.tsx'
import { Section } from '../parts/section.tsx'
import { EventPart } from '../parts/side-lists.tsx'
import { href, type SiteContext } from '../site-context.ts'

export interface ProviderProps {
  readonly model: ProviderModel
  readonly context: SiteContext
}

/** A provider of events, and what rules make of them. */
export function ProviderPage({ model, context }: ProviderProps): Html {
  return (
    <Document context={context} title={`${model.name}, a provider`} section="events">
      <Head eyebrow={`Provider of ${model.platform}`} title={model.name}>
        {model.channels.length > 0 && (
          <p class="lead">
            {model.channels.length === 1 ? 'Channel' : 'Channels'}:{' '}
            {model.channels.slice(0, 20).join(', ')}
          </p>
        )}
        <Figures
          figures={[
            [model.events.length, 'event types'],
            [model.rules, 'rules that they can satisfy'],
          ]}
        />
        <p class="more">
          <a href={href(context, 'rules', { q: termText('provider', model.name) })}>
            these rules in the list of rules
          </a>
        </p>
      </Head>
      <EventPart context={context} rows={model.events} title="Event types" limit={200} />
      <Section id="vendors" title="By vendor">
        <BarList context={context} tallies={toVendorTallies(model.byVendor)} name="vendor" />
      </Section>
    </Document>
  )
}
