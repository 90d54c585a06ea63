import { describe, expect, test } from 'vitest'
import {
  checkDecoder,
  checkMutations,
  decodePieces,
  printDecoded,
} from '../../../test/support/decode-pieces.ts'
import { describeGolden } from '../../../test/support/golden.ts'
import { recogniseEvent } from '../../knowledge/index.ts'
import { isSyslogHead, syslogDecoder } from './decoder.ts'

describeGolden(new URL('./decoder.golden.txt', import.meta.url), input =>
  printDecoded(decodePieces(syslogDecoder(), input)),
)

const old = '<34>Oct 11 22:14:15 web1 sshd[24]: Failed password for root'
const current = '<34>1 2024-10-11T22:14:15.003Z web1 su - ID47 [a@1 b="c\\"" d=""][e] Failed'

describe('a system log', () => {
  test('gives the same in pieces of any size, and never throws', () => {
    checkDecoder(
      () => syslogDecoder(),
      () => syslogDecoder({ lineBytes: 40 }),
      [
        `${old}\n`,
        `${current}\n`,
        '<34>1 - - - - - ',
        '<999>',
        'Oct  1 22:14:15 ',
        'a b: ',
        '[a b="',
        '\\',
        '"]',
        '-',
        ' ',
        '\n',
        '\r\n',
        'é',
      ],
    )
  })

  test('that is damaged is read as far as it goes', () => {
    checkMutations(() => syslogDecoder(), `${old}\n${current}\n`)
  })

  test.each([
    [old, ['sshd', 'auth', 'syslog']],
    [current, ['auth', 'syslog']],
    ['Oct 11 22:14:15 web1 CRON[1]: (root) CMD (a)', ['cron', 'syslog']],
    ['2024-10-11T22:14:15+02:00 web1 named[1]: x', ['syslog']],
  ])('says which log it is: %s', (log, services) => {
    const [decoded] = decodePieces(syslogDecoder(), log)
    const found = decoded?.kind === 'event' ? recogniseEvent(decoded.event) : undefined
    expect(found).toMatchObject({ products: ['linux'], services })
  })

  test.each([
    `<34>1 - h a - - [a ${'b="c" '.repeat(150_000)}`,
    `<34>1 - h a - - [a b="${'\\"'.repeat(400_000)}`,
    `<34>1 - h a - - ${'[a]'.repeat(300_000)}`,
  ])('with a hostile line is read in time linear in it', log => {
    const [decoded] = decodePieces(syslogDecoder(), log)
    expect(decoded?.kind).toBe('event')
  })
})

test.each([
  [old, true],
  [current, true],
  ['Oct 11 22:14:15 web1 kernel: x', true],
  ['2024-10-11 22:14:15 web1 says that', false],
  ['Dear all,', false],
  ['10.0.0.1 - - [10/Oct/2000:13:55:36 +0000] "GET / HTTP/1.1" 200 5', false],
])('%j begins a system log: %s', (text, expected) => {
  expect(isSyslogHead(text)).toBe(expected)
})
