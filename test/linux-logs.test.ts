import { expect, test } from 'vitest'
import { selectRules } from '../src/app/rule-selection.ts'
import { auditdDecoder, type EventDecoder, syslogDecoder } from '../src/formats/index.ts'
import { catalogEntry } from './support/catalog-entry.ts'
import { decodePieces } from './support/decode-pieces.ts'
import { eventScanner } from './support/event-scanner.ts'
import { parseRule } from './support/parse-rule.ts'

const auditd = '{ product: linux, service: auditd }'
const process = '{ product: linux, category: process_creation }'

const audit = [
  'type=SYSCALL msg=audit(1700000000.123:1): syscall=59 success=yes exe="/usr/bin/tee"\x1dSYSCALL=execve UID="bob"',
  'type=EXECVE msg=audit(1700000000.123:1): argc=3 a0="tee" a1="-a" a2=2F6574632F6120622E636F6E66',
  'type=CWD msg=audit(1700000000.123:1): cwd="/home/bob"',
  'type=PATH msg=audit(1700000000.123:1): item=0 name="/usr/bin/tee"',
  'type=PROCTITLE msg=audit(1700000000.123:1): proctitle=746565002D61',
].join('\n')

const syslog = [
  '<38>Oct 11 22:14:15 web1 sshd[24]: error: Corrupted MAC on input. [preauth]',
  '<46>1 2024-10-11T22:14:15Z web1 crontab 7 - - (bob) REPLACE (bob)',
  'Oct 11 22:14:16 web1 CRON[9]: (root) REPLACE (root)',
].join('\n')

function count(decoder: EventDecoder, log: string, detection: string, logSource: string): number {
  const { run } = selectRules([catalogEntry(parseRule(detection, logSource))], {})
  const scanner = eventScanner(run)
  return decodePieces(decoder, log).reduce(
    (sum, item) => sum + (item.kind === 'event' ? scanner.scan('f', item.event).length : 0),
    0,
  )
}

test.each([
  ["selection: { type: EXECVE, a0: tee, a1: '-a', a2|endswith: .conf }", auditd, 1],
  ['selection: { type: SYSCALL, exe|endswith: /tee, SYSCALL: execve }', auditd, 1],
  ['selection: { type: PATH, name: /usr/bin/tee }', auditd, 1],
  [
    'a: { type: EXECVE, a0: tee }\nb: { type: CWD, cwd|startswith: /home/ }\ncondition: a and b',
    auditd,
    1,
  ],
  ["keywords: ['tee -a']\ncondition: keywords", auditd, 1],
  ['selection: { type: USER_CMD }', auditd, 0],
  ["selection: { Image|endswith: /tee, CommandLine|contains: '-a /etc/a b' }", process, 1],
  ['selection: { CurrentDirectory: /home/bob, User: bob }', process, 1],
  ['selection: { Image|endswith: /tee }', '{ product: linux, category: file_event }', 0],
  ['selection: { Image|endswith: /tee }', '{ product: windows, category: process_creation }', 0],
])('records of auditd: %s in %s: %i', (detection, logSource, expected) => {
  expect(count(auditdDecoder(), audit, detection, logSource)).toBe(expected)
})

test.each([
  ["keywords: ['Corrupted MAC on input']", 'sshd', 1],
  ["keywords: ['Corrupted MAC on input']", 'cron', 0],
  ['keywords: [REPLACE]', 'cron', 1],
  ['keywords: [REPLACE]', 'syslog', 2],
  ['keywords: { SYSLOG_IDENTIFIER: crontab, MESSAGE|contains: bob }', 'syslog', 1],
])('messages of syslog: %s in %s: %i', (keywords, service, expected) => {
  const detection = `${keywords}\ncondition: keywords`
  const logSource = `{ product: linux, service: ${service} }`
  expect(count(syslogDecoder(), syslog, detection, logSource)).toBe(expected)
})
