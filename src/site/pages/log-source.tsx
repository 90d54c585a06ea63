import type { LogSourceModel } from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import { termText } from '../facet-query.ts'
import type { Html } from '../html.ts'
import { BarList } from '../parts/bars.tsx'
import { Head, toVendorTallies } from '../parts/head.tsx'
import { RulePart } from '../parts/rule-part.tsx'
import { Section } from '../parts/section.tsx'
import { EventPart, FieldPart, IndicatorPart } from '../parts/side-lists.tsx'
import { byVendorText } from '../parts/words.tsx'
import type { SiteContext } from '../site-context.ts'
import { countOf, cutText } from '../text.ts'

export interface LogSourceProps {
  readonly model: LogSourceModel
  readonly context: SiteContext
}

/** A log source as rules name it: its events, fields, and what is looked for in it. */
export function LogSourcePage({ model, context }: LogSourceProps): Html {
  const { product, category, service } = model
  const query = [
    ...(product === undefined ? [] : [termText('product', product)]),
    ...(category === undefined ? [] : [termText('category', category)]),
    ...(service === undefined ? [] : [termText('service', service)]),
  ].join(' ')
  return (
    <Document context={context} title={`${model.name}, a log source`} section="events">
      <Head eyebrow="Log source" title={model.name}>
        <p class="lead">
          {countOf(model.rules.total, 'rule')}: {byVendorText(model.byVendor)}.
        </p>
      </Head>
      <EventPart
        context={context}
        rows={model.events}
        title="Events"
        note="Event types that the log source stands for."
        here="its rules"
      />
      {model.definitions.length > 0 && (
        <Section
          id="definitions"
          title="What must be switched on"
          note="In the words of the rules’ authors."
        >
          <BarList
            context={context}
            tallies={model.definitions.map(tally => ({ ...tally, name: cutText(tally.name, 400) }))}
            name="definition"
          />
        </Section>
      )}
      <FieldPart context={context} rows={model.fields} title="Fields" here="its rules" />
      <IndicatorPart
        context={context}
        rows={model.indicators}
        side="looking"
        title="Looked for in it"
        here="its rules"
      />
      <IndicatorPart
        context={context}
        rows={model.exclusions}
        side="excluding"
        title="Excluded in it"
        here="its rules"
      />
      <Section id="vendors" title="By vendor">
        <BarList context={context} tallies={toVendorTallies(model.byVendor)} name="vendor" />
      </Section>
      <RulePart context={context} page={model.rules} {...(query === '' ? {} : { all: query })} />
    </Document>
  )
}
