import { expect, test } from 'vitest'
import { catalogEntry } from '../../../test/support/catalog-entry.ts'
import { decodePieces } from '../../../test/support/decode-pieces.ts'
import { eventScanner } from '../../../test/support/event-scanner.ts'
import { parseRule } from '../../../test/support/parse-rule.ts'
import { accessLogDecoder, cefDecoder, type EventDecoder } from '../../formats/index.ts'
import { selectRules } from '../rule-selection.ts'

/** The lines of the log that the rule matches. */
function matched(
  decoder: EventDecoder,
  log: string,
  [logSource, detection]: readonly [logSource: string, detection: string],
): readonly number[] {
  const { run } = selectRules([catalogEntry(parseRule(detection, logSource))], {})
  const scanner = eventScanner(run)
  return decodePieces(decoder, log).flatMap(decoded => {
    if (decoded.kind !== 'event') return []
    const { record = 0 } = decoded.event.header
    return scanner.scan('f', decoded.event).length > 0 ? [record] : []
  })
}

const webserver = '{ category: webserver }'

const apache = `10.0.0.1 - - [10/Oct/2000:13:55:36 +0000] "GET /ecp/default.aspx?__VIEWSTATE=x HTTP/1.1" 200 5 "-" "curl/8"
10.0.0.1 - - [10/Oct/2000:13:55:37 +0000] "GET /?a=/ecp/ HTTP/1.1" 404 5 "http://a/" "Mozilla/5.0 (X11; \\"x\\")"
10.0.0.1 - - [10/Oct/2000:13:55:38 +0000] "\${jndi:ldap://a}" 400 0 "-" "-"
`

test.each([
  ["selection: { cs-uri-query|contains|all: ['/ecp/default.aspx?', '__VIEWSTATE='] }", [1]],
  ["selection: { cs-uri-query|startswith: '__VIEW' }", [1]],
  ['selection: { cs-uri-stem|endswith: /ecp/default.aspx, cs-method: GET, sc-status: 200 }', [1]],
  ['selection: { cs-uri-stem|contains: /ecp/ }', [1]],
  ['selection: { cs-user-agent|contains: \'(X11; "x")\', sc-status: 404 }', [2]],
  ['selection: { cs-referer: null, c-ip|cidr: 10.0.0.0/8 }', [1, 3]],
  ["keywords: ['${jndi:']\ncondition: keywords", [3]],
  ["keywords: ['\" 404 ']\ncondition: keywords", [2]],
])('rules of web servers see Apache’s log: %s', (detection, lines) => {
  expect(matched(accessLogDecoder(), apache, [webserver, detection])).toEqual(lines)
})

const iis = `#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) sc-status
2023-11-14 22:13:20 GET /a.aspx x=%27+OR+1 10.0.0.1 Mozilla/5.0+(Windows+NT) 200
2023-11-14 22:13:20 POST /b.aspx - 10.0.0.1 - 500
`

test.each([
  ["selection: { cs-uri-query|contains: ['+OR+'] }", [2]],
  ["selection: { cs-uri-query|contains: '/b.aspx', cs-method: POST }", [3]],
  ["selection: { cs-user-agent|contains: 'Mozilla/5.0 (Windows NT)' }", [2]],
  ["selection: { cs-user-agent: 'Mozilla/5.0+(Windows+NT)' }", [2]],
])('rules of web servers see IIS’ log: %s', (detection, lines) => {
  expect(matched(accessLogDecoder(), iis, [webserver, detection])).toEqual(lines)
})

test('rules of proxies see a proxy’s log, and those of web servers do not', () => {
  const log = `#Fields: c-ip cs-method cs-uri-scheme cs-host cs-uri-path cs-uri-query cs(User-Agent) r-ip
10.0.0.1 GET https a.org /b.exe ?c "Mozilla/5.0 (X)" 1.2.3.4
`
  const detection = `selection:
  c-uri: 'https://a.org/b.exe?c'
  c-useragent|contains: ' (X)'
  cs-host|endswith: .org
  dst_ip|cidr: 1.2.0.0/16`
  expect(matched(accessLogDecoder(), log, ['{ category: proxy }', detection])).toEqual([2])
  expect(matched(accessLogDecoder(), log, [webserver, detection])).toEqual([])
})

const cef = `Nov 14 22:13:20 fw CEF:0|Check Point|VPN-1 & FireWall-1|1|Accept|x|1|act=Accept src=10.0.0.1 dst=2.1.2.2 dpt=23
CEF:0|Zscaler|NSSWeblog|5|Allowed|Allowed|3|act=Allowed request=http://a.org/x.exe?a\\=b requestMethod=GET requestClientApplication=curl/8 (x)
CEF:0|Trend Micro|Deep Security Agent|10|4000000|Eicar_test_file|6|filePath=C:\\\\Windows\\\\Temp\\\\e.exe act=Delete
CEF:0|Fortinet|Fortigate|v6|44547|event:system|3|FTNTFGTcfgpath=firewall.policy act=Add
LEEF:2.0|Check Point|VPN-1 & FireWall-1|1|Drop|^|action=Drop^src=10.0.0.1^dstPort=23
`

test.each([
  ['{ category: firewall }', 'selection: { dst_port: 23 }', [1, 5]],
  ['{ category: firewall }', 'selection: { dst_port: 23, action: [accept] }', [1]],
  ['{ category: proxy }', "selection: { c-uri|endswith: '.exe?a=b', cs-method: GET }", [2]],
  ['{ category: proxy }', "selection: { c-useragent|startswith: 'curl/' }", [2]],
  ['{ category: antivirus }', "selection: { Filename|contains: '\\Windows\\Temp\\' }", [3]],
  ['{ category: antivirus }', 'selection: { Signature|contains: eicar }', [3]],
  [
    '{ product: fortigate, service: event }',
    'selection: { action: Add, cfgpath: firewall.policy }',
    [4],
  ],
])('rules of %s see CEF and LEEF: %s', (logSource, detection, lines) => {
  expect(matched(cefDecoder(), cef, [logSource, detection])).toEqual(lines)
})
