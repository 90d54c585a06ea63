import { describe, expect, test } from 'vitest'
import {
  checkDecoder,
  checkMutations,
  decodePieces,
  printDecoded,
} from '../../../test/support/decode-pieces.ts'
import { describeGolden } from '../../../test/support/golden.ts'
import { recogniseEvent } from '../../knowledge/index.ts'
import type { Decoded } from '../problem.ts'
import { auditdDecoder } from './decoder.ts'

// A golden file cannot hold the character that names stand behind.
describeGolden(new URL('./decoder.golden.txt', import.meta.url), input =>
  printDecoded(decodePieces(auditdDecoder(), input.replaceAll('<GS>', '\x1d'))),
)

const started = [
  'type=SYSCALL msg=audit(1700000000.123:1): syscall=59 success=yes exe="/bin/ls"\n',
  'type=EXECVE msg=audit(1700000000.123:1): argc=2 a0="ls" a1=2D6C2061\n',
  'type=PROCTITLE msg=audit(1700000000.123:1): proctitle=6C73002D6C2061\n',
] as const

function events(decoded: readonly Decoded[]): Extract<Decoded, { kind: 'event' }>['event'][] {
  return decoded.flatMap(item => (item.kind === 'event' ? [item.event] : []))
}

describe('a log of auditd', () => {
  test('gives the same in pieces of any size, and never throws', () => {
    checkDecoder(
      () => auditdDecoder(),
      () => auditdDecoder({ lineBytes: 70, openBytes: 900 }),
      [
        ...started,
        'type=SYSCALL msg=audit(1700000000.123:2): ',
        'node=a type=PATH msg=audit(1700000009.123:2): ',
        'name="/etc/a b" ',
        'a1[0]=61 ',
        "msg='op=x acct=",
        '"a"',
        "'",
        '"',
        '=',
        ' ',
        '\x1d',
        'é',
        '\n',
        '\r\n',
      ],
    )
  })

  test('that is damaged is read as far as it goes', () => {
    checkMutations(() => auditdDecoder(), started.join(''))
  })

  test('gives every value of every record, however the records stand among each other', () => {
    const records = [1, 2, 3].flatMap(id =>
      ['SYSCALL', 'CWD', 'PATH'].map(
        type => `type=${type} msg=audit(1700000000.000:${id}): v=${type}${id}`,
      ),
    )
    const order = [4, 0, 8, 3, 1, 6, 7, 2, 5]
    const log = order.map(i => records[i]).join('\n')
    const found = events(decodePieces(auditdDecoder(), log))
    expect(found.map(({ fields }) => [...(fields.get('v') ?? [])].sort())).toEqual(
      [2, 1, 3].map(id => [`CWD${id}`, `PATH${id}`, `SYSCALL${id}`]),
    )
  })

  test('keeps the order of first records', () => {
    const open = 'type=SYSCALL msg=audit(1700000000.000:1): a=1\n'
    const lone = 'type=USER_AUTH msg=audit(1700000000.100:2): pid=1\n'
    const found = events(decodePieces(auditdDecoder(), open + lone))
    expect(found.map(({ header }) => header.record)).toEqual([1, 2])
  })

  test('gives an event once others have gone on for long, or time has', () => {
    const open = 'type=SYSCALL msg=audit(1700000000.000:1): a=1\n'
    const lone = (seconds: number): string =>
      `type=USER_AUTH msg=audit(17000000${seconds}.1:2): p=1\n`
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
    const byTime = auditdDecoder()
    expect([...byTime.push(bytes(open + lone(10).replace('00000010', '00000001')))]).toHaveLength(0)
    expect([...byTime.push(bytes('type=CWD msg=audit(1700000003.0:9): cwd="/"\n'))]).toHaveLength(2)
    const byLines = auditdDecoder()
    expect([...byLines.push(bytes(open + lone(0).repeat(0)))]).toHaveLength(0)
    const others = Array.from(
      { length: 64 },
      (_, i) => `type=USER_AUTH msg=audit(1700000000.1:${i + 2}): p=1\n`,
    )
    expect([...byLines.push(bytes(others.slice(0, 63).join('')))]).toHaveLength(0)
    expect([...byLines.push(bytes(others[63] ?? ''))]).toHaveLength(65)
  })

  test('keeps no more than its limit, and says what that may mean', () => {
    const record = (id: number): string =>
      `type=PATH msg=audit(1700000000.000:${id}): name="${'x'.repeat(500)}"\n`
    const log = record(1) + record(2) + record(1)
    const decoded = decodePieces(auditdDecoder({ lineBytes: 1000, openBytes: 1000 }), log)
    expect(decoded.map(item => (item.kind === 'event' ? 'event' : item.problem.code))).toEqual([
      'event',
      'auditd/too-large',
      'event',
      'auditd/too-large',
      'event',
    ])
  })

  test('with a line of words is read in time linear in it', () => {
    const log = `type=AVC msg=audit(1700000000.000:1): ${'a '.repeat(400_000)}=`
    expect(events(decodePieces(auditdDecoder(), log))).toHaveLength(1)
  })
})

test('a joined event is of the log of each of its records, and starts a program', () => {
  const [event] = events(decodePieces(auditdDecoder(), started.join('')))
  expect(event && recogniseEvent(event)).toMatchObject({
    products: ['linux'],
    services: ['auditd'],
    categories: [{ name: 'process_creation' }],
    eventId: 'EXECVE',
  })
})

test('an execution that failed starts no program', () => {
  const log = started.join('').replace('success=yes', 'success=no')
  const [event] = events(decodePieces(auditdDecoder(), log))
  expect(event?.fields.has('CommandLine')).toBe(false)
  expect(event && recogniseEvent(event)).toMatchObject({ services: ['auditd'], categories: [] })
})
