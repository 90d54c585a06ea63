import { describe, expect, test } from 'vitest'
import {
  checkDecoder,
  checkMutations,
  decodePieces,
  printDecoded,
} from '../../../test/support/decode-pieces.ts'
import { describeGolden } from '../../../test/support/golden.ts'
import { recogniseEvent } from '../../knowledge/index.ts'
import { accessLogDecoder, isAccessLogHead } from './decoder.ts'

describeGolden(new URL('./decoder.golden.txt', import.meta.url), input =>
  printDecoded(decodePieces(accessLogDecoder(), input)),
)

const combined =
  '10.0.0.1 - - [10/Oct/2000:13:55:36 +0000] "GET /a?b HTTP/1.1" 200 5 "http://a/" "curl/8"'

describe('an access log', () => {
  test('gives the same in pieces of any size, and never throws', () => {
    checkDecoder(
      () => accessLogDecoder(),
      () => accessLogDecoder({ lineBytes: 60 }),
      [
        `${combined}\n`,
        '#Fields: time cs-method cs(User-Agent) cs-uri-query r-ip\n',
        '#Date: 2000-01-01\n',
        '10.0.0.1 - - [10/Oct/2000:13:55:36 +0000] "',
        '" 200 -',
        '01:02:03 GET a+b',
        '\\x41',
        '\\"',
        '"',
        '-',
        ' ',
        '\n',
        '\r\n',
        'é',
      ],
    )
  })

  test('that is damaged is read as far as it goes', () => {
    checkMutations(accessLogDecoder, `${combined}\n#Fields: time cs-method c-ip\n1 2 3\n`)
  })

  test.each([
    [combined, 'web', ['webserver']],
    ['10.0.0.1 - - [10/Oct/2000:13:55:36 +0000] "-" 408 0', 'web', ['webserver']],
    ['#Fields: c-ip cs-method cs-uri-stem\n1.1.1.1 GET /', 'web', ['webserver']],
    ['#Fields: c-ip cs-method r-ip cs-uri-path\n1.1.1.1 GET 2.2.2.2 /', 'web', ['proxy']],
  ])('says which log it is: %s', (log, platform, categories) => {
    const [decoded] = decodePieces(accessLogDecoder(), log)
    const found = decoded?.kind === 'event' ? recogniseEvent(decoded.event) : undefined
    expect(found?.platform).toBe(platform)
    expect(found?.categories.map(({ name }) => name)).toEqual(categories)
  })

  test('with a hostile line is read in time linear in it', () => {
    const [decoded] = decodePieces(accessLogDecoder(), `a - ${'b '.repeat(400_000)}[`)
    expect(decoded?.kind).toBe('problem')
  })
})

test.each([
  [combined, true],
  [`www.a.org:80 ${combined}\n`, true],
  ['#Software: IIS\r\n#Version: 1.0\r\n#Fields: date time cs-method\r\n', true],
  [`.0.1" 200 5\n${combined}\n${combined}\n${combined.slice(0, 40)}`, true],
  [`A line of it is:\n\n${combined}\n`, false],
  ['#separator \\x09\n#fields\tts\n', false],
  ['#Fields: name size\n', false],
  ['prose\n#Fields: cs-method\n', false],
  ['<34>Oct 11 22:14:15 host su: x', false],
])('%j begins an access log: %s', (text, expected) => {
  expect(isAccessLogHead(text)).toBe(expected)
})
