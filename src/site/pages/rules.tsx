import type { Facet, RulesModel } from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import { toggleTerm } from '../facet-query.ts'
import type { Html } from '../html.ts'
import { IndicatorTable } from '../parts/indicator-table.tsx'
import { Pager } from '../parts/pager.tsx'
import { columnTitle, type RuleColumn, RuleTable, ruleColumns } from '../parts/rule-table.tsx'
import { Nothing, Section } from '../parts/section.tsx'
import { type RulesView, viewQuery } from '../rules-view.ts'
import { fileHref, href, type Query, type SiteContext } from '../site-context.ts'
import { countOf, countText } from '../text.ts'

export interface RulesProps {
  readonly model: RulesModel
  readonly context: SiteContext
  readonly view: RulesView
}

/** The rules that a query finds, with facets; every choice is in the address. */
export function RulesPage(props: RulesProps): Html {
  const { model, context, view } = props
  const { rules, query } = model
  return (
    <Document
      context={context}
      title={query === '' ? 'Rules' : `Rules: ${query}`}
      section="rules"
      query={query}
      kept={viewQuery(view)}
    >
      <div class="browse">
        <div class="found">
          <header class="head">
            <h1>{query === '' ? 'Rules' : countOf(rules.total, 'rule')}</h1>
            <p class="lead">
              {query === '' ? (
                countOf(rules.total, 'rule')
              ) : (
                <>
                  for <code>{query}</code> · <a href={link(props, { q: undefined })}>all rules</a>
                </>
              )}
            </p>
            <Problems model={model} />
          </header>
          <Tools {...props} />
          {rules.items.length === 0 ? (
            <Nothing>
              {model.problems.length > 0
                ? 'No rule is listed: the query could not be read as it stands.'
                : 'No rule has all of this. Fewer words find more.'}
            </Nothing>
          ) : (
            <div class={view.density} data-rules>
              <RuleTable
                context={context}
                rules={rules.items}
                columns={view.columns}
                sort={{
                  by: model.sort,
                  descending: model.descending,
                  link: column => link(props, nextSort(model, column)),
                }}
              />
            </div>
          )}
          <Pager context={context} page={rules} query={addressQuery(props)} />
          {model.indicators.length > 0 && (
            <Section
              id="values"
              title="Indicators with these words"
              note="Values that the query’s words are in, the commonest first."
            >
              <IndicatorTable
                context={context}
                rows={model.indicators.slice(0, 20)}
                side="looking"
              />
              {model.indicators.length > 20 && (
                <p class="more">and {countText(model.indicators.length - 20)} more</p>
              )}
            </Section>
          )}
        </div>
        <aside
          class={context.isStatic ? 'facets js-only' : 'facets'}
          id="facets"
          aria-label="Narrow the list"
        >
          {model.facets.map(facet => (
            <FacetList props={props} facet={facet} />
          ))}
        </aside>
      </div>
    </Document>
  )
}

/** What the address of the present list says, without its page. */
function addressQuery({ model, view }: RulesProps): Query {
  return { ...listQuery(model), ...viewQuery(view) }
}

/** The present list with a change. A change begins again at the first page. */
function link(props: RulesProps, change: Query): string {
  return href(props.context, 'rules', { ...addressQuery(props), ...change })
}

/** What is listed, in which order. */
function listQuery({ query, sort, descending }: RulesModel): Query {
  return {
    q: query,
    sort: sort === 'relevance' ? undefined : sort,
    desc: descending ? '1' : undefined,
  }
}

/** A second click on a column turns its order round; figures and dates begin with the largest. */
function nextSort({ sort, descending }: RulesModel, column: string): Query {
  const isText = ['title', 'vendor', 'status'].includes(column)
  const isDescending = sort === column ? !descending : !isText
  return { sort: column, desc: isDescending ? '1' : undefined }
}

function FacetList({ props, facet }: { readonly props: RulesProps; readonly facet: Facet }): Html {
  if (facet.values.length === 0) return <></>
  return (
    <section class="facet">
      <h2>{facet.title}</h2>
      <ul>
        {facet.values.map(({ value, label, count, isChosen }) => (
          <li>
            <a
              href={link(props, { q: toggleTerm(props.model.query, facet.field, value) })}
              {...(isChosen ? { 'aria-current': 'true' } : {})}
            >
              {label}
              {isChosen && <span class="hidden"> (chosen: leave it out)</span>}
            </a>
            <span class="figure">{countText(count)}</span>
          </li>
        ))}
      </ul>
      {facet.more > 0 && <p class="more">and {countText(facet.more)} more</p>}
    </section>
  )
}

/** What could not be read of the query, with the part of it that is meant. */
function Problems({ model }: { readonly model: RulesModel }): Html {
  const { problems, query } = model
  if (problems.length === 0) return <></>
  return (
    <ul class="problems">
      {problems.map(({ severity, message, start, end, help }) => (
        <li class={severity}>
          {end > start && (
            <code class="at">
              {query.slice(0, start)}
              <mark>{query.slice(start, end)}</mark>
              {query.slice(end)}
            </code>
          )}
          {message}
          {help !== undefined && <small>{help}</small>}
        </li>
      ))}
    </ul>
  )
}

/** Columns, density, order, and the same list as CSV and JSON. */
function Tools(props: RulesProps): Html {
  const { model, context, view } = props
  const isDense = view.density === 'dense'
  const query = listQuery(model)
  return (
    <div class={context.isStatic ? 'tools js-only' : 'tools'}>
      <a class="to-facets" href="#facets">
        Narrow the list
      </a>
      <details class="choose">
        <summary>Columns</summary>
        <ul>
          {ruleColumns.map(column => (
            <li>
              <a
                href={link(props, viewQuery({ ...view, columns: toggleColumn(view, column) }))}
                {...(view.columns.includes(column) ? { 'aria-current': 'true' } : {})}
              >
                {columnTitle(column)}
              </a>
            </li>
          ))}
        </ul>
      </details>
      <a href={link(props, viewQuery({ ...view, density: isDense ? 'roomy' : 'dense' }))}>
        {isDense ? 'Roomy' : 'Dense'}
      </a>
      {!context.isStatic && (
        <>
          <a href={href(context, 'matrix', { q: model.query })}>Matrix of these</a>
          <a href={fileHref(context, 'api/v1/rules.csv', query)}>CSV</a>
          <a href={fileHref(context, 'api/v1/rules', query)}>JSON</a>
        </>
      )}
    </div>
  )
}

function toggleColumn({ columns }: RulesView, column: RuleColumn): readonly RuleColumn[] {
  const chosen = new Set(columns)
  if (!chosen.delete(column)) chosen.add(column)
  return ruleColumns.filter(name => chosen.has(name))
}
