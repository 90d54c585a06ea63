import type { EventRow, FieldRow, IndicatorRow, TechniqueRow } from '../../app/catalogue/index.ts'
import type { Html } from '../html.ts'
import type { SiteContext } from '../site-context.ts'
import { countText } from '../text.ts'
import { IndicatorTable } from './indicator-table.tsx'
import { Section } from './section.tsx'
import { EventTable, FieldTable, TechniqueTable } from './tables.tsx'

interface SideListProps<Row> {
  readonly context: SiteContext
  readonly rows: readonly Row[]
  readonly title: string
  readonly note?: string
  /** What `here` counts: the head of its column. */
  readonly here?: string
  readonly limit?: number
}

/** The commonest indicators of the rules that a page is about; nothing where there are none. */
export function IndicatorPart({
  side,
  id = side === 'looking' ? 'indicators' : 'exclusions',
  limit = 40,
  ...list
}: SideListProps<IndicatorRow> & {
  readonly side: 'looking' | 'excluding'
  readonly id?: string
}): Html {
  if (list.rows.length === 0) return <></>
  return (
    <Section id={id} title={list.title} note={list.note}>
      <IndicatorTable
        context={list.context}
        rows={list.rows.slice(0, limit)}
        side={side}
        {...(list.here === undefined ? {} : { here: list.here })}
      />
      <More all={list.rows.length} limit={limit} />
    </Section>
  )
}

export function EventPart({ limit = 40, ...list }: SideListProps<EventRow>): Html {
  if (list.rows.length === 0) return <></>
  return (
    <Section id="events" title={list.title} note={list.note}>
      <EventTable
        context={list.context}
        rows={list.rows.slice(0, limit)}
        {...(list.here === undefined ? {} : { here: list.here })}
      />
      <More all={list.rows.length} limit={limit} />
    </Section>
  )
}

export function FieldPart({ limit = 40, ...list }: SideListProps<FieldRow>): Html {
  if (list.rows.length === 0) return <></>
  return (
    <Section id="fields" title={list.title} note={list.note}>
      <FieldTable
        context={list.context}
        rows={list.rows.slice(0, limit)}
        {...(list.here === undefined ? {} : { here: list.here })}
      />
      <More all={list.rows.length} limit={limit} />
    </Section>
  )
}

export function TechniquePart({ limit = 40, ...list }: SideListProps<TechniqueRow>): Html {
  if (list.rows.length === 0) return <></>
  return (
    <Section id="techniques" title={list.title} note={list.note}>
      <TechniqueTable
        context={list.context}
        rows={list.rows.slice(0, limit)}
        {...(list.here === undefined ? {} : { here: list.here })}
      />
      <More all={list.rows.length} limit={limit} />
    </Section>
  )
}

/** Lists that are cut say how many are left. */
export function More({ all, limit }: { readonly all: number; readonly limit: number }): Html {
  return all <= limit ? <></> : <p class="more">and {countText(all - limit)} more</p>
}
