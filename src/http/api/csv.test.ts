import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test.each([
  [['a', 1, true, undefined], 'a,1,true,'],
  [['a,b', 'say "x"', 'two\nlines'], '"a,b","say ""x""","two\nlines"'],
  [['=1+1', '+x', '-x', '@x', '\tx', 'a=b'], "'=1+1,'+x,'-x,'@x,'\tx,a=b"],
  [[-1], '-1'],
])('%j', (cells, line) => {
  expect(csvLine(cells)).toBe(`${line}\r\n`)
})
