import { expect, test } from 'vitest'
import { parseLucene, parseLuceneSyntax, printLucene } from '../../src/frontends/lucene/index.ts'
import { printLogic } from '../../src/ir/index.ts'
import { elasticQueries } from '../support/elastic-rules.ts'
import { describeShared } from '../support/shared.ts'
import { withoutSpans } from '../support/without-spans.ts'

describeShared('the Lucene query of Elastic’s rules', () => {
  const [query, ...others] = elasticQueries('lucene').map(({ query }) => query)

  test('is read, and its lower-case “or” is seen to be a word', () => {
    expect(others).toEqual([])
    const { value, diagnostics } = parseLucene(query ?? '')
    expect(diagnostics.map(({ code }) => code)).toEqual(['lucene/lowercase-operator'])
    expect(printLogic(value)).toBe(
      [
        '(filter (and (equals event.category "process" :cased)',
        '(equals event.type "start or process_started" :cased)',
        '(equals process.name "chmod" :cased)',
        '(or (equals process.args "g+s" :cased)',
        '(regex process.args "2[0-9]{3}" :s :lucene :anchored :cased))',
        '(not (equals user.name "root" :cased))))',
      ].join(' '),
    )
  })

  test('prints to a query that parses to the same tree', () => {
    const { value } = parseLuceneSyntax(query ?? '')
    const again = parseLuceneSyntax(printLucene(value))
    expect(withoutSpans(again.value)).toEqual(withoutSpans(value))
  })
})
