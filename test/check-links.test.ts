import { expect, test } from 'vitest'
import { checkLinks } from './support/check-links.ts'
import { makeFolder } from './support/make-folder.ts'

test('dead links are found, and live ones are not', () => {
  const folder = makeFolder({
    'index.html': `<a href="a/b%20c.html#x">1</a><a href="a/none.html">2</a><img src='no'><script src="s.js"></script>
<a href="a/b%20c.html#none">3</a><a href="?q=1#top" id="top">4</a><a href="https://example.com/">5</a>
<a href="javascript:alert(1)">6</a><a href="/abs">7</a>`,
    'a/b c.html': '<p id="x"></p><a href="../index.html">8</a><a href="../../out.html">9</a>',
  })
  expect(checkLinks(folder)).toEqual({
    pages: 2,
    links: 9,
    dead: [
      'a/b c.html → ../../out.html: no such file',
      'index.html → a/none.html: no such file',
      'index.html → a/b%20c.html#none: no such place',
      'index.html → javascript:alert(1): leaves the site',
      'index.html → /abs: leaves the site',
      'index.html → s.js: no such file',
    ],
  })
})
