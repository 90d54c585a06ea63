import type { EventRow, FieldRow, TechniqueRow } from '../../app/catalogue/index.ts'
import type { Html } from '../html.ts'
import { href, type SiteContext } from '../site-context.ts'
import { Figure, FigureHead } from './figure.tsx'
import { byVendorText } from './words.tsx'

interface TableProps<Row> {
  readonly context: SiteContext
  readonly rows: readonly Row[]
  /** What `here` counts: the head of its column. */
  readonly here?: string
}

/** Event types with the rules that each can satisfy. */
export function EventTable({ context, rows, here }: TableProps<EventRow>): Html {
  return (
    <table class="list stack">
      <thead>
        <tr>
          <th scope="col">event</th>
          <th scope="col">provider</th>
          <th scope="col" class="figure">
            id
          </th>
          <th scope="col">platform</th>
          {here !== undefined && <FigureHead title={here} />}
          <FigureHead title="rules" />
          <th scope="col">by vendor</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr>
            <td class="title">
              <a href={href(context, row.address)}>{row.title}</a>
            </td>
            <td>{row.provider}</td>
            <td class={isNumber(row.eventId) ? 'figure' : 'web'} data-l="id">
              {row.eventId ?? ''}
            </td>
            <td>{row.platform}</td>
            {here !== undefined && <Figure count={row.here ?? 0} title={here} />}
            <Figure count={row.rules} title="rules" />
            <td class="by">{byVendorText(row.byVendor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Techniques with their rules. */
export function TechniqueTable({ context, rows, here }: TableProps<TechniqueRow>): Html {
  return (
    <table class="list stack">
      <thead>
        <tr>
          <th scope="col">technique</th>
          <th scope="col">tactics</th>
          {here !== undefined && <FigureHead title={here} />}
          <FigureHead title="rules" />
          <th scope="col">by vendor</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr>
            <td class="title">
              <a href={href(context, row.address)}>
                <span class="id">{row.id}</span> {row.name}
              </a>
            </td>
            <td>{row.tactics.map(tactic => tactic.name).join(', ')}</td>
            {here !== undefined && <Figure count={row.here ?? 0} title={here} />}
            <Figure count={row.rules} title="rules" />
            <td class="by">{byVendorText(row.byVendor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Fields with the rules that test them. */
export function FieldTable({ context, rows, here }: TableProps<FieldRow>): Html {
  const hasScopes = rows.some(row => row.scope !== '')
  return (
    <table class="list stack">
      <thead>
        <tr>
          <th scope="col">field</th>
          {hasScopes && <th scope="col">log source</th>}
          {here !== undefined && <FigureHead title={here} />}
          <FigureHead title="rules" />
          <FigureHead title="look for" />
          <FigureHead title="exclude" />
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr>
            <td class="title field">
              <a href={href(context, row.address)}>{fieldText(row.name)}</a>
            </td>
            {hasScopes && <td>{row.scope}</td>}
            {here !== undefined && <Figure count={row.here ?? 0} title={here} />}
            <Figure count={row.rules} title="rules" />
            <Figure count={row.looking} title="look for" />
            <Figure count={row.excluding} title="exclude" isExcluded />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Operations of clouds have names for ids. */
function isNumber(eventId: string | undefined): boolean {
  return eventId === undefined || /^\d+$/.test(eventId)
}

/** A keyword is a test of no field by name. */
export function fieldText(name: string): string {
  return name === '*any' ? 'any field' : name
}
