import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryRegexAndText } from '../../../test/support/arbitrary-regex.ts'
import { makeRegex } from '../../../test/support/make-test.ts'
import { foldCase } from '../fold-case.ts'
import { compileRegexMatcher } from '../regex-matcher.ts'
import { requiredLiterals } from './required-literals.ts'

test.each<[string, readonly string[] | undefined]>([
  ['PowerShell', ['powershell']],
  ['(foo|ba[rz])qux', ['barqux', 'bazqux', 'fooqux']],
  ['colou?r', ['color', 'colour']],
  ['(?i)[ /]-e(nc|ncoded)?\\s', [' -e', '/-e']],
  ['a.*bcd', ['bcd']],
  ['\\w+\\.exe', ['.exe']],
  ['(foo)+bar', ['foobar']],
  ['bar(foo)+', ['barfoo']],
  ['x(ab){2,}', ['xabab']],
  ['(ab){2,3}x', ['ababx']],
  ['a{1000}', ['a'.repeat(64)]],
  ['(?:(?:cmd|pwsh)\\.exe.*|certutil )-urlcache', ['-urlcache']],
  ['(cmd|powershell)\\.exe|wscript', ['cmd.exe', 'powershell.exe', 'wscript']],
  ['foo|foobar', ['foo']],
  ['foo|', undefined],
  ['foo|.', undefined],
  ['(?:foo)*', undefined],
  ['.*', undefined],
  ['', undefined],
  ['a', undefined],
  ['ab', ['ab']],
  ['[0-9]{3}abcd', ['abcd']],
  ['^\\babc$', ['abc']],
  ['a\\Q.*\\Ec', ['a.*c']],
  ['\\x41\\x{42}\\103', ['abc']],
  ['abc\\pLde', ['abc']],
  ['[[:alpha:]]+xyz', ['xyz']],
  ['Straße', ['straße']],
  ['(?i)Straße', ['straße']],
  ['(?i)kid', ['kid']],
  ['(?i)abµcd', ['abµcd', 'abμcd']],
  ['(?i)Привет abc', [' abc']],
  ['Привет', ['привет']],
  ['a(?=b)', undefined],
  ['ab(', undefined],
])('every match of %s contains one of %j', (source, literals) => {
  expect(requiredLiterals(makeRegex(source))).toEqual(literals)
})

test('of an expression of Lucene the anchors are characters', () => {
  expect(requiredLiterals(makeRegex('^ab$', { dialect: 'lucene' }))).toEqual(['^ab$'])
})

test('an expression of any depth is read', () => {
  const deep = `${'(?:a'.repeat(900)}bcd${')'.repeat(900)}`
  expect(requiredLiterals(makeRegex(deep))?.[0]).toMatch(/^a+/)
  expect(requiredLiterals(makeRegex('('.repeat(100_000)))).toBeUndefined()
})

test('where an expression matches, one of its literals is in the folded text', () => {
  let matches = 0
  fc.assert(
    fc.property(arbitraryRegexAndText, ([regex, text]) => {
      const literals = requiredLiterals(regex)
      if (literals === undefined || text.includes('ſ')) return
      if (compileRegexMatcher(regex)?.(text) === undefined) return
      matches++
      const folded = foldCase(text)
      expect(literals.some(literal => folded.includes(literal))).toBe(true)
    }),
    { numRuns: 5000 },
  )
  expect(matches).toBeGreaterThan(500)
})

test('literals are folded, some, and neither short nor long', () => {
  fc.assert(
    fc.property(arbitraryRegexAndText, ([regex]) => {
      const literals = requiredLiterals(regex) ?? ['ab']
      expect(literals.map(foldCase)).toEqual(literals)
      const lengths = literals.map(({ length }) => length)
      expect(Math.min(...lengths)).toBeGreaterThanOrEqual(2)
      expect(Math.max(...lengths)).toBeLessThanOrEqual(64)
      expect(literals.length).toBeLessThanOrEqual(64)
    }),
  )
})
