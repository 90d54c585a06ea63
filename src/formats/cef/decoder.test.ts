import { describe, expect, test } from 'vitest'
import {
  checkDecoder,
  checkMutations,
  decodePieces,
  printDecoded,
} from '../../../test/support/decode-pieces.ts'
import { describeGolden } from '../../../test/support/golden.ts'
import { recogniseEvent } from '../../knowledge/index.ts'
import { cefDecoder, findCefKind } from './decoder.ts'

describeGolden(new URL('./decoder.golden.txt', import.meta.url), input =>
  printDecoded(decodePieces(cefDecoder(), input)),
)

describe('a log of CEF or LEEF', () => {
  test('gives the same in pieces of any size, and never throws', () => {
    checkDecoder(
      () => cefDecoder(),
      () => cefDecoder({ lineBytes: 30 }),
      [
        'CEF:0|V|P|1|2|n|3|',
        'LEEF:1.0|V|P|1|2|',
        'LEEF:2.0|V|P|1|2|x09|',
        'src=1 ',
        'cs1Label=a b ',
        'cs1=c ',
        'rt=1700000000000 ',
        'rt=Nov 14 2023 22:13:20 ',
        '\\',
        '|',
        '=',
        '\t',
        '\n',
        '\r\n',
        'é',
      ],
    )
  })

  test('that is damaged is read as far as it goes', () => {
    checkMutations(cefDecoder, 'CEF:0|V|P|1|2|n|3|src=1 a\\=b=c\nLEEF:2.0|V|P|1|2|^|a=b^c=d\n')
  })

  test.each([
    ['CEF:0|Palo Alto Networks|PAN-OS|10|end|TRAFFIC|1|src=1.1.1.1', ['firewall']],
    ['CEF:0|Palo Alto Networks|PAN-OS|10|url|THREAT|1|request=a', undefined],
    ['LEEF:1.0|Palo Alto Networks|PAN-OS Syslog Integration|8|allow|Type=TRAFFIC', ['firewall']],
    ['CEF:0|Check Point|VPN-1 & FireWall-1|1|Accept|x|1|src=1.1.1.1', ['firewall']],
    ['CEF:0|Fortinet|Fortigate|v6|13|traffic:forward accept|3|src=1.1.1.1', ['firewall']],
    ['CEF:0|Fortinet|Fortigate|v6|13|event:system|3|act=Add', ['event']],
    ['CEF:0|Zscaler|NSSWeblog|5|Allowed|Allowed|3|request=a.org/', ['proxy']],
    ['CEF:0|Trend Micro|Deep Security Agent|10|4000000|Eicar|6|filePath=C:\\\\a', ['antivirus']],
    ['CEF:0|Trend Micro|Deep Security Agent|10|20|Log for TCP|0|act=Log', undefined],
    // Names of requests alone make no message one of a proxy.
    ['CEF:0|Acme|Mail|1|2|n|3|request=http://a requestMethod=GET', undefined],
  ])('says which log it is where that is certain: %s', (log, expected) => {
    const [decoded] = decodePieces(cefDecoder(), log)
    const found = decoded?.kind === 'event' ? recogniseEvent(decoded.event) : undefined
    const names = found && [...found.services, ...found.categories.map(({ name }) => name)]
    expect(names).toEqual(expected)
  })
})

test.each([
  ['CEF:0|V|P|1|2|n|3|a=b\n', 'cef'],
  ['<13>Nov 14 22:13:20 fw01 CEF:0|V|P|1|2|n|3|', 'cef'],
  ['<13>1 2023-11-14T22:13:20Z fw01 app - - - LEEF:1.0|V|P|1|2|a=b', 'leef'],
  ['LEEF:2.0|V|P|1|2|^|a=b', 'leef'],
  ['b=c\nCEF:0|V|P|1|2|n|3|a=b\nCEF:0|V|P|1|2|n|3|a=b\nCEF:0', 'cef'],
  ['A message is:\nCEF:0|V|P|1|2|n|3|a=b\n', undefined],
  ['{"message":"CEF:0|V|P|1|2|n|3|"}', undefined],
  ['How to write CEF:0|V|P|1|2|n|3|', undefined],
  ['CEF:0|V|P|', undefined],
])('%j begins a log of %s', (text, expected) => {
  expect(findCefKind(text)).toBe(expected)
})
