import type { CompareModel, IndicatorRow } from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import type { Html } from '../html.ts'
import { Head } from '../parts/head.tsx'
import { testText } from '../parts/indicator-table.tsx'
import { Nothing, Section } from '../parts/section.tsx'
import { More } from '../parts/side-lists.tsx'
import { Value } from '../parts/value.tsx'
import { Level, Thing } from '../parts/words.tsx'
import { href, type SiteContext } from '../site-context.ts'
import { countOf, countText, cutText, dateText, figureText } from '../text.ts'

export interface CompareProps {
  readonly model: CompareModel
  readonly context: SiteContext
}

const maxRows = 150
const maxOwn = 60

/** Some rules side by side. */
export function ComparePage({ model, context }: CompareProps): Html {
  const { rules, missing } = model
  return (
    <Document context={context} title="Compare rules" section="rules">
      <Head
        eyebrow="Rules side by side"
        title={rules.length === 0 ? 'Compare rules' : `Compare ${countOf(rules.length, 'rule')}`}
      >
        {missing.length > 0 && (
          <ul class="problems">
            {missing.map(address => (
              <li class="error">
                No rule stands at <code>{cutText(address, 200)}</code>.
              </li>
            ))}
          </ul>
        )}
        <AddRule model={model} context={context} />
      </Head>
      {rules.length === 0 ? (
        <Nothing>
          {context.isStatic ? (
            <>
              Rules are compared by the server, which these pages do without:{' '}
              <code>indicia serve</code> has it.
            </>
          ) : (
            <>
              Name two to six rules by their addresses, such as{' '}
              <code>rules/sigma/proc_creation_win_pua_frp</code>, or follow “compare” on a rule’s
              page.
            </>
          )}
        </Nothing>
      ) : (
        <>
          <Sides model={model} context={context} />
          <Shared model={model} context={context} />
          {rules.map((rule, index) => (
            <Own
              context={context}
              title={rule.rule.title}
              rows={model.own[index] ?? []}
              number={index + 1}
            />
          ))}
        </>
      )}
    </Document>
  )
}

function AddRule({ model, context }: CompareProps): Html {
  if (context.isStatic || model.rules.length >= 6) return <></>
  return (
    <form class="filter" action={href(context, 'compare')} method="get">
      {model.rules.map(({ row }) => (
        <input type="hidden" name="rule" value={row.address} />
      ))}
      <label for="compare-rule">Add a rule by its address</label>
      <input id="compare-rule" name="rule" type="text" spellcheck={false} autocomplete="off" />
      <button type="submit">Add</button>
    </form>
  )
}

/** What each rule is, a column for each. */
function Sides({ model, context }: CompareProps): Html {
  const { rules } = model
  const addresses = rules.map(({ row }) => row.address)
  return (
    <section class="part scroll" tabindex={0} aria-label="The rules side by side">
      <table class="plain sides">
        <thead>
          <tr>
            <td></td>
            {rules.map(({ row }, index) => (
              <th scope="col">
                <span class="ordinal">{index + 1}</span>{' '}
                <a href={href(context, row.address)}>{cutText(row.title, 160)}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Side name="level" cells={rules.map(({ rule }) => <Level level={rule.level} />)} />
          <Side name="status" cells={rules.map(({ rule }) => rule.status ?? '')} />
          <Side name="vendor" cells={rules.map(({ rule }) => rule.vendor)} />
          <Side
            name="authors"
            cells={rules.map(({ rule }) => cutText(rule.authors.join(', '), 200))}
          />
          <Side
            name="changed"
            cells={rules.map(({ rule }) => dateText(rule.modified ?? rule.date ?? ''))}
          />
          <Side
            name="log source"
            cells={rules.map(({ logSource }) => <Thing context={context} link={logSource} />)}
          />
          <Side
            name="techniques"
            cells={rules.map(({ row }) => row.techniques.map(t => `${t.id} ${t.name}`).join(', '))}
          />
          <Side
            name="logic"
            cells={rules.map(({ rule }) => (
              <ol class="stage-list">
                {rule.stages.slice(0, 20).map(stage => (
                  <li>
                    {stage.kind} <code>{cutText(stage.text, 300)}</code>
                  </li>
                ))}
              </ol>
            ))}
          />
          <Side name="branches" cells={rules.map(({ rule }) => countText(rule.branches))} />
          <Side
            name="indicators"
            cells={rules.map(({ rule }) => countText(rule.indicators.length))}
          />
          <Side
            name="exclusions"
            cells={rules.map(({ rule }) => figureText(rule.exclusions.length))}
          />
          {!context.isStatic && rules.length > 1 && (
            <Side
              name="leave out"
              cells={addresses.map(address => (
                <a href={href(context, 'compare', { rule: addresses.filter(a => a !== address) })}>
                  without this one
                </a>
              ))}
            />
          )}
        </tbody>
      </table>
    </section>
  )
}

function Side({
  name,
  cells,
}: {
  readonly name: string
  readonly cells: readonly (Html | string)[]
}): Html {
  return (
    <tr>
      <th scope="row">{name}</th>
      {cells.map(cell => (
        <td>{cell}</td>
      ))}
    </tr>
  )
}

function Shared({ model, context }: CompareProps): Html {
  const { shared, rules } = model
  return (
    <Section id="shared" title="Shared indicators" count={shared.length}>
      {shared.length === 0 ? (
        <Nothing>No two of these rules look for the same.</Nothing>
      ) : (
        <table class="list stack indicators looking">
          <thead>
            <tr>
              <th scope="col">field</th>
              <th scope="col">test</th>
              <th scope="col">value</th>
              {rules.map(({ rule }, index) => (
                <th scope="col" class="figure">
                  <span class="hidden">{rule.title}</span>
                  <span aria-hidden="true">{index + 1}</span>
                </th>
              ))}
              <th scope="col" class="figure">
                look for it
              </th>
            </tr>
          </thead>
          <tbody>
            {shared.slice(0, maxRows).map(({ indicator, holders }) => (
              <tr>
                <IndicatorCells context={context} row={indicator} />
                {rules.map((_, index) => (
                  <td class="figure" data-l={`rule ${index + 1}`}>
                    {holders.includes(index) ? 'yes' : ''}
                  </td>
                ))}
                <td class="figure" data-l="look for it">
                  {figureText(indicator.families)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More all={shared.length} limit={maxRows} />
    </Section>
  )
}

function Own({
  context,
  title,
  rows,
  number,
}: {
  readonly context: SiteContext
  readonly title: string
  readonly rows: readonly IndicatorRow[]
  readonly number: number
}): Html {
  return (
    <Section
      id={`own-${number}`}
      title={`Only in ${number}: ${cutText(title, 120)}`}
      count={rows.length}
    >
      {rows.length > 0 && (
        <table class="list stack indicators looking">
          <thead>
            <tr>
              <th scope="col">field</th>
              <th scope="col">test</th>
              <th scope="col">value</th>
              <th scope="col" class="figure">
                look for it
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, maxOwn).map(row => (
              <tr>
                <IndicatorCells context={context} row={row} />
                <td class="figure" data-l="look for it">
                  {figureText(row.families)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More all={rows.length} limit={maxOwn} />
    </Section>
  )
}

function IndicatorCells({
  context,
  row,
}: {
  readonly context: SiteContext
  readonly row: IndicatorRow
}): Html {
  return (
    <>
      <td class="field">
        <Thing context={context} link={row.field} />
      </td>
      <td class="kind">{testText(row)}</td>
      <td class="value">
        <a href={href(context, row.address)}>
          <Value value={row.value} />
        </a>
      </td>
    </>
  )
}
