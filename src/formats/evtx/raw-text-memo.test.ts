import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextMemo } from './raw-text-memo.ts'
import { printText } from './value.ts'

test('a text is what its bytes say, whatever was asked before, at any address', () => {
  const letters = fc.constantFrom('a', 'b', '\0', '\ud800', 'é')
  const text = fc.array(letters, { maxLength: 110 }).map(parts => parts.join(''))
  const similar = text.chain(whole => fc.constantFrom(whole, `${whole}a`, whole.slice(1)))
  fc.assert(
    fc.property(fc.array(similar, { maxLength: 20 }), fc.nat(3), (texts, shift) => {
      const memo = new TextMemo()
      const bytes = new Uint8Array(512)
      const view = new DataView(bytes.buffer)
      for (const each of [...texts, ...texts]) {
        for (let i = 0; i < each.length; i++)
          view.setUint16(shift + i * 2, each.charCodeAt(i), true)
        const end = shift + each.length * 2
        expect(memo.textOf(bytes, view, shift, end)).toBe(printText(bytes, shift, end))
      }
    }),
  )
})
