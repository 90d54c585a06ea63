import { describe, expect, test } from 'vitest'
import { loadKustoLanguage } from '../../../test/support/kusto-language.ts'
import { createKustoReader } from './create-kusto-reader.ts'
import { splitKustoFile } from './split-file.ts'

const parseKusto = createKustoReader(loadKustoLanguage())

/** Titles and texts of the queries of a file. */
function split(text: string, name = 'folder/Failed logons.kql'): readonly [string, string][] {
  return splitKustoFile(text, name, parseKusto).map(({ title, span }) => [
    title,
    text.slice(span.start, span.end),
  ])
}

describe('a plain file', () => {
  test('is one query if it can be read as one, blank lines or not', () => {
    const text = 'let a = 5;\n\n\nT\n\n| where A == a\n\n| take 3'
    expect(split(text)).toEqual([['Failed logons', text]])
  })

  test('has the title of its first comment', () => {
    expect(split('// ----\n// https://example.org\n// Title: New users \nT | take 1')[0]?.[0]).toBe(
      'New users',
    )
  })

  test('has the title of its name where the comment comes later', () => {
    expect(split('T // the table\n| take 1')[0]?.[0]).toBe('Failed logons')
  })

  test('is split at blank lines when it cannot be read and each block can', () => {
    const text =
      '//First\n\n//Connector: X\nT\n| where A == 1\n\n \nU\n| where B == 2\n\n// the end\n'
    expect(split(text)).toEqual([
      ['First', '//First\n\n//Connector: X\nT\n| where A == 1'],
      ['Failed logons (2)', 'U\n| where B == 2\n\n// the end'],
    ])
  })

  test('is split with Windows’ ends of lines, too', () => {
    expect(split('T | where A == 1\r\n\r\nU | where B == 2\r\n')).toEqual([
      ['Failed logons (1)', 'T | where A == 1'],
      ['Failed logons (2)', 'U | where B == 2'],
    ])
  })

  test('stays whole when a block cannot be read', () => {
    const text = 'T | where A == 1\n\nthis is no query'
    expect(split(text)).toEqual([['Failed logons', text]])
  })

  test('stays whole when a block only gives names', () => {
    const text = 'let a = 5\n\nT | where A == a'
    expect(split(text)).toEqual([['Failed logons', text]])
  })

  test('may begin with a mark of its encoding', () => {
    expect(split('\uFEFFT | take 1')).toEqual([['Failed logons', 'T | take 1']])
  })

  test('may hold nothing', () => {
    expect(split(' \n ')).toEqual([])
  })
})

describe('Markdown', () => {
  const markdown = (text: string): readonly [string, string][] => split(text, 'a/Query.md')

  test('holds queries in fences, each with the heading before it', () => {
    const text = [
      '# Name',
      '```kusto',
      'T | take 1',
      '```',
      '## Other one ##',
      '~~~KQL',
      'U',
      '| take 2',
      '~~~',
    ].join('\n')
    expect(markdown(text)).toEqual([
      ['Name', 'T | take 1'],
      ['Other one', 'U\n| take 2'],
    ])
  })

  test('holds queries in fences without a label if they look like it', () => {
    const text = '# Name\n```\nDeviceEvents\n| where A == 1\n```\n```\nsome output\n```'
    expect(markdown(text)).toEqual([['Name', 'DeviceEvents\n| where A == 1']])
  })

  test('takes no other language for Kusto', () => {
    expect(markdown('```powershell\nGet-Item | where x\n```\n```json\n{}\n```')).toEqual([])
  })

  test('splits a fence like a file', () => {
    expect(markdown('# Name\n```\nT | take 1\n\nU | take 2\n```')).toEqual([
      ['Name (1)', 'T | take 1'],
      ['Name (2)', 'U | take 2'],
    ])
  })

  test('may leave a fence open', () => {
    expect(markdown('```kql\nT | take 1')).toEqual([['Query', 'T | take 1']])
  })

  test('without fences holds none', () => {
    expect(markdown('# Only words\nT | take 1')).toEqual([])
  })
})
