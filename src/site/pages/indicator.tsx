import type { IndicatorModel } from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import type { Html } from '../html.ts'
import { Figures, Head } from '../parts/head.tsx'
import { testText } from '../parts/indicator-table.tsx'
import { RulePart } from '../parts/rule-part.tsx'
import { RuleTable } from '../parts/rule-table.tsx'
import { Section } from '../parts/section.tsx'
import { EventPart, More, TechniquePart } from '../parts/side-lists.tsx'
import { Value } from '../parts/value.tsx'
import { byVendorText, Thing } from '../parts/words.tsx'
import { href, type SiteContext } from '../site-context.ts'
import { countText, cutText, figureText } from '../text.ts'

export interface IndicatorProps {
  readonly model: IndicatorModel
  readonly context: SiteContext
}

const maxRows = 40

/** Who looks for one indicator, who excludes it, on which fields and events, and how it is spelled. */
export function IndicatorPage({ model, context }: IndicatorProps): Html {
  const { row } = model
  const title = `${row.field.name} ${testText(row)} ${row.value}`
  return (
    <Document context={context} title={cutText(title, 120)} section="indicators">
      <Head
        eyebrow={
          <>
            Indicator · <Thing context={context} link={row.field} /> {testText(row)}
          </>
        }
        title={<Value value={row.value} limit={3000} />}
      >
        <button type="button" class="copy js-only" data-copy={row.value}>
          copy value
        </button>
        <Figures
          figures={[
            [row.families, 'families look for it', 'looking'],
            [row.excluding, 'families exclude it', 'excluding'],
          ]}
        />
        <p class="lead">
          {row.families > 0 && <>Looked for by {byVendorText(row.byVendor)}. </>}
          {row.excluding > 0 && <>Excluded by {byVendorText(row.excludingByVendor)}.</>}
        </p>
      </Head>
      <Spellings model={model} context={context} />
      {model.lookedForBy.total > 0 && (
        <RulePart
          context={context}
          page={model.lookedForBy}
          id="looked-for-by"
          title="Looked for by"
          note="All rules that count; copies are one family."
        />
      )}
      {model.excludedBy.total > 0 && (
        <RulePart context={context} page={model.excludedBy} id="excluded-by" title="Excluded by" />
      )}
      <Together model={model} context={context} />
      <EventPart
        context={context}
        rows={model.events}
        title="Events"
        note="Event types of the rules that look for it, which have the field."
        here="its rules"
      />
      <TechniquePart
        context={context}
        rows={model.techniques}
        title="Techniques"
        here="its rules"
      />
      {model.uncounted.length > 0 && (
        <Section
          id="uncounted"
          title="Rules that do not count"
          count={model.uncounted.length}
          note="Deprecated, unsupported and placeholder rules that have it, and queries that are no detections."
        >
          <RuleTable
            context={context}
            rules={model.uncounted.slice(0, maxRows)}
            columns={['status', 'vendor', 'modified']}
          />
          <More all={model.uncounted.length} limit={maxRows} />
        </Section>
      )}
    </Document>
  )
}

function Spellings({ model }: IndicatorProps): Html {
  if (model.spellings.length === 0) return <></>
  return (
    <Section
      id="spellings"
      title="How rules write it"
      count={model.spellings.length}
      note="All of these are one indicator: the field goes by its canonical name, and what is only spelling is not counted apart."
    >
      <table class="plain stack">
        <thead>
          <tr>
            <th scope="col">field</th>
            <th scope="col">test</th>
            <th scope="col">value</th>
            <th scope="col" class="figure">
              rules
            </th>
          </tr>
        </thead>
        <tbody>
          {model.spellings.slice(0, maxRows).map(spelling => (
            <tr>
              <td class="field">{spelling.field}</td>
              <td class="kind">{testText(spelling)}</td>
              <td class="value">
                <Value value={spelling.value} />
              </td>
              <td class="figure" data-l="rules">
                {countText(spelling.rules)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More all={model.spellings.length} limit={maxRows} />
    </Section>
  )
}

function Together({ model, context }: IndicatorProps): Html {
  if (model.together.length === 0) return <></>
  return (
    <Section
      id="together"
      title="Often beside it"
      note="What families that look for it look for as well."
    >
      <table class="list stack indicators looking">
        <thead>
          <tr>
            <th scope="col">field</th>
            <th scope="col">test</th>
            <th scope="col">value</th>
            <th scope="col" class="figure">
              together
            </th>
            <th scope="col" class="figure">
              look for it
            </th>
          </tr>
        </thead>
        <tbody>
          {model.together.slice(0, maxRows).map(({ indicator, families }) => (
            <tr>
              <td class="field">
                <Thing context={context} link={indicator.field} />
              </td>
              <td class="kind">{testText(indicator)}</td>
              <td class="value">
                <a href={href(context, indicator.address)}>
                  <Value value={indicator.value} />
                </a>
              </td>
              <td class="figure" data-l="together">
                {countText(families)}
              </td>
              <td class="figure" data-l="look for it">
                {figureText(indicator.families)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More all={model.together.length} limit={maxRows} />
    </Section>
  )
}
