import type { TacticModel, TechniqueModel } from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import { termText } from '../facet-query.ts'
import type { Html } from '../html.ts'
import { BarList } from '../parts/bars.tsx'
import { Head, toVendorTallies } from '../parts/head.tsx'
import { RulePart } from '../parts/rule-part.tsx'
import { Section } from '../parts/section.tsx'
import { EventPart, FieldPart, IndicatorPart, TechniquePart } from '../parts/side-lists.tsx'
import { byVendorText, Thing, ThingWithId } from '../parts/words.tsx'
import { href, type SiteContext } from '../site-context.ts'
import { countOf } from '../text.ts'

export interface TechniqueProps {
  readonly model: TechniqueModel
  readonly context: SiteContext
}

/** A technique: its rules, its events, and the guide for whoever writes the next rule of it. */
export function TechniquePage({ model, context }: TechniqueProps): Html {
  const { row, parent } = model
  return (
    <Document context={context} title={`${row.id} ${row.name}`} section="techniques">
      <Head
        eyebrow={
          <>
            Technique {row.id}
            {row.tactics.map((tactic, index) => (
              <>
                {index === 0 ? ' · ' : ', '}
                <Thing context={context} link={tactic} />
              </>
            ))}
          </>
        }
        title={row.name}
      >
        {parent !== undefined && (
          <p class="lead">
            A sub-technique of <ThingWithId context={context} link={parent} />.
          </p>
        )}
        <Status model={model} context={context} />
        <p class="lead">
          {row.rules === 0
            ? 'No rule of the catalogue is tagged with it.'
            : `${countOf(row.rules, 'rule')}${model.subTechniques.length > 0 ? ', with those of its sub-techniques' : ''}: ${byVendorText(row.byVendor)}.`}
        </p>
      </Head>
      <TechniquePart
        context={context}
        rows={model.subTechniques}
        title="Sub-techniques"
        limit={60}
      />
      <div class="columns">
        {row.rules > 0 && (
          <Section id="vendors" title="By vendor">
            <BarList
              context={context}
              tallies={toVendorTallies(row.byVendor)}
              name="vendor"
              field="vendor"
              within={termText('technique', row.id)}
            />
          </Section>
        )}
        {model.levels.length > 0 && (
          <Section id="levels" title="By level">
            <BarList
              context={context}
              tallies={model.levels}
              name="level"
              field="level"
              within={termText('technique', row.id)}
            />
          </Section>
        )}
        {model.logSources.length > 0 && (
          <Section id="log-sources" title="By log source">
            <BarList context={context} tallies={model.logSources} name="log source" limit={12} />
          </Section>
        )}
      </div>
      <FieldPart
        context={context}
        rows={model.fields}
        title="Fields that its rules filter by"
        here="its rules"
        limit={20}
      />
      <IndicatorPart
        context={context}
        rows={model.indicators}
        side="looking"
        title="What its rules look for"
        note="The commonest indicators of the technique, with their reach over the whole catalogue."
        here="its rules"
        limit={30}
      />
      <IndicatorPart
        context={context}
        rows={model.exclusions}
        side="excluding"
        title="What its rules have learned to exclude"
        here="its rules"
        limit={30}
      />
      <EventPart
        context={context}
        rows={model.events}
        title="Events that its rules cover"
        here="its rules"
        limit={30}
      />
      <RulePart context={context} page={model.rules} all={termText('technique', row.id)} />
    </Document>
  )
}

function Status({ model, context }: TechniqueProps): Html {
  if (model.status === 'active') return <></>
  return (
    <p class="lead">
      ATT&CK calls it {model.status}
      {model.replacedBy !== undefined && (
        <>
          ; its place took <ThingWithId context={context} link={model.replacedBy} />
        </>
      )}
      .
    </p>
  )
}

export interface TacticProps {
  readonly model: TacticModel
  readonly context: SiteContext
}

/** A tactic: its techniques and rules. */
export function TacticPage({ model, context }: TacticProps): Html {
  return (
    <Document context={context} title={`${model.id} ${model.name}`} section="techniques">
      <Head eyebrow={`Tactic ${model.id}`} title={model.name}>
        <p class="lead">
          {countOf(model.total, 'rule')}
          {model.total > 0 && `: ${byVendorText(model.byVendor)}`}.
          {!context.isStatic && (
            <>
              {' '}
              <a href={href(context, 'matrix', { q: termText('tactic', model.id) })}>
                Its rules in the matrix
              </a>
            </>
          )}
        </p>
      </Head>
      <TechniquePart
        context={context}
        rows={model.techniques}
        title="Techniques"
        here="in this tactic"
        limit={120}
      />
      <EventPart
        context={context}
        rows={model.events}
        title="Events that its rules cover"
        here="its rules"
        limit={30}
      />
      <RulePart context={context} page={model.rules} all={termText('tactic', model.id)} />
    </Document>
  )
}
