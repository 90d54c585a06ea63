import { bench, describe } from 'vitest'
import { makeRegex } from '../../../test/support/make-test.ts'
import { compileRegexMatcher } from '../regex-matcher.ts'
import { compileFastRegex } from './fast-regex.ts'

/** Command lines of 50 to 145 characters, none like another. */
const texts = Array.from({ length: 200 }, (_, at) => {
  const line =
    'C:\\Windows\\System32\\cmd.exe /c powershell -NoProfile -enc SQBFAFgA "set x=1&& net user adm" '
  return `${line.slice(at % 20)}${at} ${(at * 7919) % 1000}${line.slice(at % 50, 40 + (at % 50))}`
})

const sources: readonly string[] = [
  'net\\s+user',
  '(?i)(set).*&&\\s?set.*(environment|invoke|\\$?\\{?input).*&&.*"',
  '(?:\\s-[^-\\s]{0,20}i|\\s--inode\\s)',
  '\\s[a-fA-F0-9]{64}\\s[a-fA-F0-9]{16}',
  '[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}',
  '(^[a-zA-Z]{4}$)|(^[a-zA-Z]{8}$)|(^[a-zA-Z]{16}$)',
  '[a-zA-Z0-9\\/+=]{50}',
  '.{1000,}',
]

describe.each(sources)('%s on 200 command lines', source => {
  const find = compileRegexMatcher(makeRegex(source))
  const isMatch = compileFastRegex(makeRegex(source))
  const native = new RegExp(source.replace('(?i)', ''), source.startsWith('(?i)') ? 'iu' : 'u')

  bench('the reference', () => {
    for (const text of texts) find?.(text)
  })

  bench('the fast matcher', () => {
    for (const text of texts) isMatch?.(text)
  })

  bench('the native engine, not proven safe', () => {
    for (const text of texts) native.test(text)
  })
})
