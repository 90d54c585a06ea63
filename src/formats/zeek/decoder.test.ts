import { describe, expect, test } from 'vitest'
import {
  checkDecoder,
  checkMutations,
  decodePieces,
  printDecoded,
} from '../../../test/support/decode-pieces.ts'
import { describeGolden } from '../../../test/support/golden.ts'
import { recogniseEvent } from '../../knowledge/index.ts'
import { zeekDecoder } from './decoder.ts'

describeGolden(new URL('./decoder.golden.txt', import.meta.url), input =>
  printDecoded(decodePieces(zeekDecoder(), input)),
)

describe('a log of Zeek', () => {
  const words = [
    '#separator \\x09\n',
    '#fields\ta\tb\n',
    '#types\tstring\tset[bool]\n',
    '#path\tx\n',
  ]

  test('gives the same in pieces of any size, and never throws', () => {
    checkDecoder(
      () => zeekDecoder(),
      () => zeekDecoder({ lineBytes: 6 }),
      [...words, '#separator ,\n', 'a', '\t', ',', '-', '\n', '\r\n', '\\x', '41', 'é', '(empty)'],
    )
  })

  test('says which log it is', () => {
    const log = '#path\tdns\n#fields\tts\tquery\n1\tx\n'
    const [decoded] = decodePieces(zeekDecoder(), log)
    const found = decoded?.kind === 'event' ? recogniseEvent(decoded.event) : undefined
    expect(found).toMatchObject({ products: ['zeek'], services: ['dns'] })
  })

  test('that is damaged is read as far as it goes', () => {
    checkMutations(() => zeekDecoder(), `${words.join('')}x\tT,F\ny\t-\n`)
  })

  test('with a line past the limit loses only that line', () => {
    const log = `#fields\ta\n1\n${'x'.repeat(5000)}\n3\n`
    expect(printDecoded(decodePieces(zeekDecoder({ lineBytes: 100 }), log, 64))).toBe(
      [
        'event 2\n  a=["1"]',
        'zeek/too-long at 12: The line is longer than the limit of 100 bytes',
        'event 4\n  a=["3"]',
      ].join('\n'),
    )
  })
})
