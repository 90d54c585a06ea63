import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Catalogue } from '../../src/app/catalogue/index.ts'
import { makeCatalogue } from '../support/make-catalogue.ts'
import { describeShared, shared } from '../support/shared.ts'

describeShared('the rules of all vendors', () => {
  const corpora = join(shared, 'corpora')
  const none = { offset: 0, limit: 0 }
  let catalogue: Catalogue

  beforeAll(() => {
    catalogue = makeCatalogue({
      sigma: join(corpora, 'sigma'),
      elastic: join(corpora, 'elastic'),
      splunk: join(corpora, 'splunk'),
      sentinel: join(corpora, 'sentinel'),
      ep3p: join(corpora, 'kusto-ep3p'),
      defender: join(corpora, 'kusto-defender'),
    }).catalogue
  }, 900_000)

  test('stand on the page of a technique together', () => {
    const vendorsOf = (id: string) => catalogue.technique(`techniques/${id}`, none)?.row.byVendor
    // No query of Kusto in these sets names the sub-technique.
    expect(Object.keys(vendorsOf('T1003.001') ?? {}).sort()).toEqual(['elastic', 'sigma', 'splunk'])
    expect(Object.keys(vendorsOf('T1003') ?? {}).sort()).toEqual([
      'elastic',
      'sentinel',
      'sigma',
      'splunk',
    ])
  })

  test('stand on the page of a failed logon together, and its number is no indicator', () => {
    const model = catalogue.event('events/windows/Security/4625', none)
    expect(Object.keys(model?.row.byVendor ?? {}).sort()).toEqual([
      'elastic',
      'ep3p',
      'sigma',
      'splunk',
    ])
    expect(model?.indicators.filter(({ value }) => value === '4625')).toEqual([])
  })

  test('stand on the page of a new process together', () => {
    const address = 'events/windows/Microsoft-Windows-Sysmon/Operational/1'
    expect(Object.keys(catalogue.event(address, none)?.row.byVendor ?? {}).sort()).toEqual([
      'defender',
      'elastic',
      'sentinel',
      'sigma',
      'splunk',
    ])
  })

  test('ask for a command line, and for the number of an event, under one name', () => {
    const vendorsOf = (address: string) =>
      Object.keys(catalogue.field(address, none)?.byVendor ?? {}).sort()
    expect(vendorsOf('fields/CommandLine')).toEqual([
      'defender',
      'elastic',
      'ep3p',
      'sentinel',
      'sigma',
      'splunk',
    ])
    expect(catalogue.field('fields/EventCode', none)).toBeUndefined()
    const { aliases = [] } = catalogue.field('fields/CommandLine', none) ?? {}
    expect(aliases.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ProcessCommandLine', 'Processes.process']),
    )
  })
})
