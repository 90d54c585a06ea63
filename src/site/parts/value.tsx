import type { Html } from '../html.ts'
import { countOf, cutText } from '../text.ts'

/** A value as it is: spaces at its ends can be seen, and no value is nothing to see. Long ones are cut. */
export function Value({
  value,
  limit = 200,
}: {
  readonly value: string
  readonly limit?: number
}): Html {
  const text = cutText(value, limit)
  if (text.trim() === '') return <em class="quiet">{blankText(text)}</em>
  const [, before = '', middle = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? []
  return (
    <code>
      {before !== '' && <span class="space">{before}</span>}
      {middle}
      {after !== '' && <span class="space">{after}</span>}
    </code>
  )
}

/** A value that has nothing to see, in words, which no value can be taken for. */
function blankText(text: string): string {
  if (text === '') return 'empty'
  return /^ +$/.test(text) ? countOf(text.length, 'space') : 'white space'
}
