import type { Page, RuleRow } from '../../app/catalogue/index.ts'
import type { Html } from '../html.ts'
import { href, type SiteContext } from '../site-context.ts'
import { Pager } from './pager.tsx'
import { type RuleColumn, RuleTable } from './rule-table.tsx'
import { Nothing, Section } from './section.tsx'

export interface RulePartProps {
  readonly context: SiteContext
  readonly page: Page<RuleRow>
  readonly id?: string
  readonly title?: string
  readonly note?: string
  /** The same list as a query of the search line. */
  readonly all?: string
  readonly columns?: readonly RuleColumn[]
}

/** The rules that a page is about, a part of them at a time. */
export function RulePart({
  context,
  page,
  id = 'rules',
  title = 'Rules',
  note,
  all,
  columns,
}: RulePartProps): Html {
  return (
    <Section id={id} title={title} count={page.total} note={note}>
      {page.items.length === 0 ? (
        <Nothing>{page.total === 0 ? 'No rule.' : 'No rule on this page of the list.'}</Nothing>
      ) : (
        <RuleTable
          context={context}
          rules={page.items}
          {...(columns === undefined ? {} : { columns })}
        />
      )}
      <Pager context={context} page={page} anchor={id} />
      {all !== undefined && page.total > 0 && (
        <p class={context.isStatic ? 'more js-only' : 'more'}>
          <a href={href(context, 'rules', { q: all })}>the same in the list of rules</a>, to narrow
          and sort it
        </p>
      )}
    </Section>
  )
}
