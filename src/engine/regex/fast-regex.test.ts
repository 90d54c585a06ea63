import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryRegexAndText } from '../../../test/support/arbitrary-regex.ts'
import { makeRegex } from '../../../test/support/make-test.ts'
import { compileRegexMatcher } from '../regex-matcher.ts'
import { certainTexts } from './certain-texts.ts'
import { compileFastRegex } from './fast-regex.ts'
import { textLengths } from './match-lengths.ts'
import { findNativeRegex } from './native-regex.ts'
import { parseRegex } from './parse-regex.ts'

test('the fast matcher says what the reference says', () => {
  let matches = 0
  let others = 0
  let native = 0
  fc.assert(
    fc.property(arbitraryRegexAndText, ([regex, text]) => {
      const reference = compileRegexMatcher(regex)
      const isMatch = compileFastRegex(regex)
      expect(isMatch === undefined).toBe(reference === undefined)
      if (isMatch === undefined || reference === undefined) return
      expect(isMatch(text)).toBe(reference(text) !== undefined)
      if (isMatch(text)) matches++
      else others++
      const tree = parseRegex(regex)
      if (tree && findNativeRegex(tree, regex) !== undefined) native++
    }),
    { numRuns: 5000 },
  )
  expect(Math.min(matches, others, native)).toBeGreaterThan(1000)
})

test.each<[string, boolean]>([
  ['\\s[a-fA-F0-9]{64}\\s[a-fA-F0-9]{16}', true],
  [' [0-7]{7,13}', true],
  ['(?i)^(cmd|powershell)\\.exe$', true],
  ['a{1,20}a{1,20}', false],
  ['(a|b?){3}', false],
  ['net\\s+user', false],
  ['(?P<name>a)b', false],
  ['(?m)^a$', false],
  ['\\pL{3}', false],
  ['a{1000}', false],
  ['\\Ba', false],
])('%s runs in the native engine: %s', (source, isNative) => {
  const regex = makeRegex(source)
  const tree = parseRegex(regex)
  expect(tree && findNativeRegex(tree, regex) !== undefined).toBe(isNative)
})

test.each<[string, number, number]>([
  ['', 0, Infinity],
  ['.{1000,}', 1000, Infinity],
  ['^[a-z]{16}$', 16, 16],
  ['(^[a-z]{4}$)|(^[a-z]{8}$)', 4, 8],
  ['^ab|cd$', 2, Infinity],
  ['^(ab|c)?d$', 1, 3],
  ['^a*$', 0, Infinity],
  ['^(?:)*$', 0, 0],
  ['(?m)^ab$', 2, Infinity],
  ['\\b^a.$\\b', 2, 3],
  ['^[\\x{1F600}-\\x{1F64F}]$', 2, 2],
  ['(?:^)*a$', 1, Infinity],
  ['(?:^a){2}$', 2, 2],
  ['\\A\\pL\\z', 1, 2],
])('%s matches in texts of %d to %d units', (source, min, max) => {
  const tree = parseRegex(makeRegex(source))
  expect(tree && textLengths(tree, false)).toEqual({ min, max })
})

test.each<[string, readonly string[]]>([
  ['(?i)set.*&&\\s?set.*&&', ['&&']],
  ['(?i)[a-z]+:\\d', [':']],
  ['ab\\bcd+e', ['abc', 'd', 'e']],
  ['ab*c', ['a', 'c']],
  ['a(bc)+d', ['bc', 'a', 'd']],
  ['a(bc)d', ['abcd']],
  ['(?:ab|cd)e', ['e']],
  ['a?', []],
  ['1.2.3.4.5', ['1', '2', '3', '4']],
])('every match of %s contains all of %j', (source, texts) => {
  const tree = parseRegex(makeRegex(source))
  expect(tree && certainTexts(tree)).toEqual(texts)
})

test('an expression that must match the whole text has its length', () => {
  const tree = parseRegex(makeRegex('ab?'))
  expect(tree && textLengths(tree, true)).toEqual({ min: 1, max: 2 })
  expect(compileFastRegex(makeRegex('ab?', { anchored: true }))?.('xab')).toBe(false)
})

test('an expression that cannot run has no matcher', () => {
  expect(compileFastRegex(makeRegex('.{1001,}'))).toBeUndefined()
  expect(compileFastRegex(makeRegex('.{1000,}'))?.('x'.repeat(1000))).toBe(true)
  expect(compileFastRegex(makeRegex('a('))).toBeUndefined()
})

const megabyte = 1_000_000

// A backtracking engine would not come back from most of these.
test.each<[string, string, boolean]>([
  ['(a+)+$', `${'a'.repeat(megabyte)}b`, false],
  ['(a|a)*[bc]', 'a'.repeat(megabyte), false],
  ['(?:a|a?)+[bc]$', 'a'.repeat(megabyte), false],
  ['(.*a){20}$', `${'a'.repeat(megabyte)}b`, false],
  ['(.*,){11}P', `${'1,'.repeat(megabyte / 2)}P`, true],
  ['(x+x+)+y', `y${'x'.repeat(megabyte)}`, false],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(megabyte), false],
  ['.*.*.*[=;]', 'x'.repeat(megabyte), false],
  ['([a-z0-9]+\\.)*[a-z]+[#!]', 'a.'.repeat(megabyte / 2), false],
  ['\\s+[$#]', ' '.repeat(megabyte), false],
  ['[ab]*a[ab]{20}[cd]', 'ab'.repeat(megabyte / 2), false],
  ['[a-f0-9]{64}\\s[a-f0-9]{16}', 'a'.repeat(megabyte), false],
  ['(a{1,4}){1,4}b', 'a'.repeat(megabyte), false],
  ['(ab|a|aba){1,3}c', 'aba'.repeat(megabyte / 3), false],
])('%s comes to an end on a megabyte of hostile text', (source, text, expected) => {
  expect(compileFastRegex(makeRegex(source))?.(text)).toBe(expected)
})
