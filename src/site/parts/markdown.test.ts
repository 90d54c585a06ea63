import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readHtml } from '../../../test/support/read-html.ts'
import { descriptionHtml } from './markdown.ts'

describe('a description', () => {
  test.each([
    [
      'plain text stays as it is',
      String.raw`C:\*\a_b_c.exe and *x*`,
      '<p>C:\\*\\a_b_c.exe and *x*</p>\n',
    ],
    ['paragraphs', 'one\n\ntwo\nlines', '<p>one</p>\n<p>two\nlines</p>\n'],
    ['code', 'run `a <b>`', '<p>run <code>a &lt;b&gt;</code></p>\n'],
    ['a heading is none of the page’s', '## Triage', '<p class="heading">Triage</p>\n'],
    [
      'a link to the web',
      '[x](https://example.com/?a=1&b=2)',
      '<p><a href="https://example.com/?a=1&amp;b=2" rel="noreferrer nofollow">x</a></p>\n',
    ],
    ['backslashes of paths stay', '**see** C:\\*.exe', '<p><strong>see</strong> C:\\*.exe</p>\n'],
    ['nothing', '', ''],
  ])('%s', (_, text, expected) => {
    expect(descriptionHtml(text)).toBe(expected)
  })

  test.each([
    '**b** <script>alert(1)</script>',
    '`c` <img src=x onerror=alert(1)>',
    '[x](javascript:alert(1)) `c`',
    '[x](https://a" onclick="alert(1)) `c`',
    '![x](https://example.com/a.png) `c`',
    '[x]: javascript:alert(1)\n\n[x] `c`',
    '`c` <https://a"onclick=alert(1)>',
    '# <script>alert(1)</script>',
    '```html\n<script>alert(1)</script>\n```',
  ])('cannot run anything: %j', text => {
    const { tags, problems } = readHtml(descriptionHtml(text))
    expect(problems).toEqual([])
    for (const { name, attributes } of tags) {
      expect(['p', 'code', 'pre', 'strong', 'em', 'a', 'ul', 'ol', 'li', 'br']).toContain(name)
      expect(
        Object.keys(attributes).filter(key => !['href', 'rel', 'class'].includes(key)),
      ).toEqual([])
      if (attributes.href !== undefined) expect(attributes.href).toMatch(/^https?:\/\//)
    }
  })

  test('is well-formed HTML without scripts, whatever its text', () => {
    const piece = fc.constantFrom(
      '<script>',
      '`',
      '**',
      '[x](',
      'javascript:',
      'https://a.b',
      ')',
      '\n',
      '\n\n',
      '- ',
      '# ',
      '```',
      '<a href="',
      '"',
      '&',
      '\\',
      '> ',
      '1. ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), pieces => {
        const { tags, problems } = readHtml(descriptionHtml(pieces.join('')))
        expect(problems).toEqual([])
        expect(tags.filter(({ name }) => name === 'script' || name === 'img')).toEqual([])
        for (const { attributes } of tags) {
          if (attributes.href !== undefined) expect(attributes.href).toMatch(/^https?:\/\//)
        }
      }),
    )
  })
})
