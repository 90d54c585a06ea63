import type { Tally, VendorModel } from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import { termText } from '../facet-query.ts'
import type { Html } from '../html.ts'
import { BarList } from '../parts/bars.tsx'
import { Head } from '../parts/head.tsx'
import { RulePart } from '../parts/rule-part.tsx'
import { Section } from '../parts/section.tsx'
import { FieldPart } from '../parts/side-lists.tsx'
import { SourceTable } from '../parts/source-table.tsx'
import { href, type SiteContext } from '../site-context.ts'
import { countOf, countText, kindText, meanText } from '../text.ts'

export interface VendorProps {
  readonly model: VendorModel
  readonly context: SiteContext
}

/** A vendor: what its rules cover, and its own style in figures. */
export function VendorPage({ model, context }: VendorProps): Html {
  const query = termText('vendor', model.vendor)
  return (
    <Document context={context} title={`${model.vendor}, a vendor`} section="vendors">
      <Head eyebrow="Vendor" title={model.vendor}>
        <p class="lead">
          {countOf(model.rules.total, 'rule')}
          {model.uncounted > 0 &&
            `, and ${countText(model.uncounted)} that do not count: deprecated, unsupported or placeholder ones, or queries that only draw or look things up`}
          .
          {!context.isStatic && (
            <>
              {' '}
              <a href={href(context, 'matrix', { q: query })}>Its matrix</a>
            </>
          )}
        </p>
      </Head>
      <Section id="sources" title="Sources" count={model.sources.length}>
        <SourceTable context={context} sources={model.sources} />
      </Section>
      <div class="columns">
        <Section id="style" title="Its style" note="Over the rules that count.">
          <Style model={model} />
        </Section>
        <Bars context={context} id="tactics" title="Tactics" tallies={toTallies(model.tactics)} />
        <Bars
          context={context}
          id="platforms"
          title="Platforms"
          tallies={model.platforms}
          field="product"
          within={query}
        />
        <Bars
          context={context}
          id="levels"
          title="Levels"
          tallies={model.levels}
          field="level"
          within={query}
        />
        <Bars
          context={context}
          id="statuses"
          title="Statuses"
          tallies={model.statuses}
          field="status"
          within={query}
        />
        <Bars
          context={context}
          id="kinds"
          title="How it tests"
          tallies={model.style.kinds.map(tally => ({ ...tally, name: kindText(tally.name) }))}
          count="indicators"
        />
        <Bars
          context={context}
          id="languages"
          title="Languages"
          tallies={model.languages}
          field="language"
          within={query}
        />
        <Bars
          context={context}
          id="copied-from"
          title="Equal rules elsewhere"
          tallies={model.copiedFrom}
          count="families"
        />
      </div>
      <FieldPart context={context} rows={model.fields} title="Fields" here="its rules" limit={30} />
      <RulePart context={context} page={model.rules} all={query} />
    </Document>
  )
}

function toTallies(tactics: VendorModel['tactics']): readonly Tally[] {
  return tactics.map(({ name, rules, address }) => ({
    name,
    count: rules,
    ...(address === undefined ? {} : { address }),
  }))
}

function Bars({
  context,
  id,
  title,
  tallies,
  count = 'rules',
  ...links
}: {
  readonly context: SiteContext
  readonly id: string
  readonly title: string
  readonly tallies: readonly Tally[]
  readonly count?: string
  readonly field?: string
  readonly within?: string
}): Html {
  if (tallies.length === 0) return <></>
  return (
    <Section id={id} title={title}>
      <BarList
        context={context}
        tallies={tallies}
        name="name"
        count={count}
        limit={15}
        {...links}
      />
    </Section>
  )
}

function Style({ model }: { readonly model: VendorModel }): Html {
  const { style } = model
  const rows: readonly (readonly [string, string])[] = [
    ['indicators of a rule', meanText(style.indicatorsPerRule)],
    ['exclusions of a rule', meanText(style.exclusionsPerRule)],
    ['branches of a rule', meanText(style.branchesPerRule)],
    ['rules with exclusions', percentText(style.withExclusions)],
    ['rules with references', percentText(style.withReferences)],
    ['rules with a technique', percentText(style.withTechnique)],
    ['rules with a CVE', percentText(style.withCve)],
    ['indicators that nobody else looks for', countText(style.ownIndicators)],
  ]
  return (
    <table class="plain">
      <thead class="hidden">
        <tr>
          <th scope="col">what</th>
          <th scope="col">figure</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, figure]) => (
          <tr>
            <td>{name}</td>
            <td class="figure">{figure}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function percentText(share: number): string {
  return `${Math.round(100 * share)} %`
}
