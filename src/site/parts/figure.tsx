import type { Html } from '../html.ts'
import { countText } from '../text.ts'

/** A figure of a table, with the name that it goes by where the table has no room for heads; zero is blank. */
export function Figure({
  count,
  title,
  isExcluded = false,
}: {
  readonly count: number
  readonly title: string
  readonly isExcluded?: boolean
}): Html {
  if (count === 0) return <td></td>
  return (
    <td class={isExcluded ? 'figure excluded' : 'figure'} data-l={title}>
      {countText(count)}
    </td>
  )
}

/** The head of a column of figures. */
export function FigureHead({ title }: { readonly title: string }): Html {
  return (
    <th scope="col" class="figure">
      {title}
    </th>
  )
}
