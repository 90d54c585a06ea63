import type { Html } from '../html.ts'
import { cutText } from '../text.ts'

/** A value as it is: spaces at its ends can be seen, and no value is nothing to see. Long ones are cut. */
export function Value({
  value,
  limit = 200,
}: {
  readonly value: string
  readonly limit?: number
}): Html {
  const text = cutText(value, limit)
  if (text.trim() === '') return <code>{text === '' ? '(empty)' : JSON.stringify(text)}</code>
  const [, before = '', middle = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? []
  return (
    <code>
      {before !== '' && <span class="space">{before}</span>}
      {middle}
      {after !== '' && <span class="space">{after}</span>}
    </code>
  )
}
