import type { MatrixColumn, MatrixModel, NamedLink } from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import type { Html } from '../html.ts'
import { shadeOf, shadeSteps } from '../matrix-shade.ts'
import { Head } from '../parts/head.tsx'
import { fileHref, href, type SiteContext } from '../site-context.ts'
import { countOf, countText } from '../text.ts'

export interface MatrixProps {
  readonly model: MatrixModel
  readonly context: SiteContext
}

/** The ATT&CK matrix with what the catalogue has in each cell. */
export function MatrixPage({ model, context }: MatrixProps): Html {
  const { query, by } = model
  const files = { q: query, by: by === 'rules' ? undefined : by }
  return (
    <Document
      context={context}
      title={query === '' ? 'Matrix' : `Matrix: ${query}`}
      section="matrix"
    >
      <Head
        eyebrow={model.attackVersion === undefined ? 'ATT&CK' : `ATT&CK ${model.attackVersion}`}
        title="Matrix"
      >
        <p class="lead">
          {by === 'rules'
            ? countOf(model.total, 'rule')
            : countOf(model.total, 'branch', 'branches')}
          {query !== '' && (
            <>
              {' '}
              for <code>{query}</code>
            </>
          )}
          ; {countText(model.outside)} of the rules stand in no cell, since they have no technique.
        </p>
        {!context.isStatic && (
          <form class="filter" action={href(context, 'matrix')} method="get">
            <label for="matrix-q">Only rules with</label>
            <input id="matrix-q" name="q" type="search" value={query} spellcheck={false} />
            {by === 'branches' && <input type="hidden" name="by" value="branches" />}
            <button type="submit">Show</button>
          </form>
        )}
        <div class="tools">
          {!context.isStatic && (
            <>
              <span>
                Count{' '}
                <a
                  href={href(context, 'matrix', { q: query })}
                  {...(by === 'rules' ? { 'aria-current': 'true' } : {})}
                >
                  rules
                </a>{' '}
                or{' '}
                <a
                  href={href(context, 'matrix', { q: query, by: 'branches' })}
                  {...(by === 'branches' ? { 'aria-current': 'true' } : {})}
                >
                  branches
                </a>
              </span>
              <a href={fileHref(context, 'api/v1/navigator.json', { q: query })} download>
                Navigator layer
              </a>
            </>
          )}
          <a
            href={fileHref(context, 'matrix.svg', context.isStatic ? {} : files)}
            download
            data-matrix-svg
          >
            SVG
          </a>
          <button type="button" class="js-only plain-button" data-matrix-png>
            PNG
          </button>
          <button type="button" class="js-only plain-button" data-matrix-unfold>
            Unfold all
          </button>
        </div>
        <Legend largest={model.largest} by={by} />
      </Head>
      <section class="matrix-frame" tabindex={0} aria-label="Matrix of tactics and techniques">
        <div class="matrix">
          {model.tactics.map(column => (
            <Column context={context} column={column} largest={model.largest} />
          ))}
        </div>
      </section>
    </Document>
  )
}

function Legend({ largest, by }: { readonly largest: number; readonly by: string }): Html {
  return (
    <p class="legend">
      <span>{by} in a cell, at least:</span>
      <span class="swatch s0">0</span>
      {shadeSteps(largest).map(([shade, from]) => (
        <span class={`swatch s${shade}`}>{countText(from)}</span>
      ))}
    </p>
  )
}

interface ColumnProps {
  readonly context: SiteContext
  readonly column: MatrixColumn
  readonly largest: number
}

function Column({ context, column, largest }: ColumnProps): Html {
  const id = `column-${column.tactic.id}`
  return (
    <section class="column" aria-labelledby={id}>
      <h2 id={id}>
        <Cell context={context} link={column.tactic} />
        <span class="figure">{countText(column.count)}</span>
      </h2>
      <ul>
        {column.techniques.map(cell => (
          <li>
            <div class={`cell s${shadeOf(cell.count, largest)}`}>
              <Cell context={context} link={cell.technique} />
              <Count count={cell.count} />
            </div>
            {cell.subTechniques.length > 0 && (
              <details>
                <summary>
                  {cell.subTechniques.filter(sub => sub.count > 0).length} of{' '}
                  {cell.subTechniques.length}
                  <span class="hidden"> sub-techniques of {cell.technique.name}</span>
                </summary>
                <ul>
                  {cell.subTechniques.map(({ technique, count }) => (
                    <li class={`cell s${shadeOf(count, largest)}`}>
                      <Cell context={context} link={technique} />
                      <Count count={count} />
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Cell({
  context,
  link,
}: {
  readonly context: SiteContext
  readonly link: NamedLink
}): Html {
  const name = link.name.replace(/^.*: /, '')
  if (link.address === undefined) return <span>{name}</span>
  return <a href={href(context, link.address)}>{name}</a>
}

function Count({ count }: { readonly count: number }): Html {
  return count === 0 ? <></> : <b>{countText(count)}</b>
}
