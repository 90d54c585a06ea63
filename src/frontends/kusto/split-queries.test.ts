import { describe, expect, test } from 'vitest'
import { loadKustoLanguage } from '../../../test/support/kusto-language.ts'
import { createKustoReader } from './create-kusto-reader.ts'
import { splitKusto } from './split-queries.ts'

const parseKusto = createKustoReader(loadKustoLanguage())

function split(text: string): readonly string[] {
  return splitKusto(text, parseKusto).map(({ start, end }) => text.slice(start, end))
}

describe('a text', () => {
  test('is one query if it can be read as one, blank lines or not', () => {
    const text = 'let a = 5;\n\n\nT\n\n| where A == a\n\n| take 3'
    expect(split(text)).toEqual([text])
  })

  test('is split at blank lines when it cannot be read and each block can', () => {
    const text =
      '//First\n\n//Connector: X\nT\n| where A == 1\n\n \nU\n| where B == 2\n\n// the end\n'
    expect(split(text)).toEqual([
      '//First\n\n//Connector: X\nT\n| where A == 1',
      'U\n| where B == 2\n\n// the end',
    ])
  })

  test('is split with Windows’ ends of lines, too', () => {
    expect(split('T | where A == 1\r\n\r\nU | where B == 2\r\n')).toEqual([
      'T | where A == 1',
      'U | where B == 2',
    ])
  })

  test('stays whole when a block cannot be read', () => {
    const text = 'T | where A == 1\n\nthis is no query'
    expect(split(text)).toEqual([text])
  })

  test('stays whole when a block only gives names', () => {
    const text = 'let a = 5\n\nT | where A == a'
    expect(split(text)).toEqual([text])
  })

  test('may begin with a mark of its encoding', () => {
    expect(split('\uFEFFT | take 1')).toEqual(['T | take 1'])
  })

  test('may hold nothing', () => {
    expect(split(' \n ')).toEqual([])
  })
})
