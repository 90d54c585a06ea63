import type { ExclusionsModel } from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import type { Html } from '../html.ts'
import { BarList } from '../parts/bars.tsx'
import { Figures, Head } from '../parts/head.tsx'
import { IndicatorTable } from '../parts/indicator-table.tsx'
import { Pager } from '../parts/pager.tsx'
import { Section } from '../parts/section.tsx'
import { fieldText } from '../parts/tables.tsx'
import type { SiteContext } from '../site-context.ts'

export interface ExclusionsProps {
  readonly model: ExclusionsModel
  readonly context: SiteContext
}

/** What everyone excludes. */
export function ExclusionsPage({ model, context }: ExclusionsProps): Html {
  return (
    <Document context={context} title="Exclusions" section="exclusions">
      <Head eyebrow="What rules have learned to leave out" title="Exclusions">
        <Figures
          figures={[
            [model.total, 'different exclusions', 'excluding'],
            [model.rules, 'rules have some'],
          ]}
        />
      </Head>
      <div class="columns excluding">
        <Section id="fields" title="By field">
          <BarList
            context={context}
            tallies={model.fields.map(tally => ({ ...tally, name: fieldText(tally.name) }))}
            name="field"
            count="families"
          />
        </Section>
        <Section id="processes" title="By program" note="File names in exclusions of image fields.">
          <BarList context={context} tallies={model.processes} name="program" count="families" />
        </Section>
      </div>
      <Section
        id="exclusions"
        title="The commonest"
        count={model.exclusions.total}
        note="By the number of families that exclude them."
      >
        <IndicatorTable context={context} rows={model.exclusions.items} side="excluding" />
        <Pager context={context} page={model.exclusions} anchor="exclusions" />
      </Section>
    </Document>
  )
}
