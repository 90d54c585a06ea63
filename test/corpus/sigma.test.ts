import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { selectRules } from '../../src/app/index.ts'
import { type CatalogRule, type RuleSet, readRuleSources } from '../../src/catalog/index.ts'
import { opaquesOf, type Rule } from '../../src/ir/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'

function read(...path: readonly string[]): RuleSet {
  return readRuleSources([{ path: join(shared, 'corpora', ...path) }])
}

/** Why parts of a rule have no translation. */
function opaqueReasons({ logic }: Rule): readonly string[] {
  return logic.stages.flatMap(stage => {
    if (stage.kind === 'opaque') return [`stage ${stage.reason}`]
    if (stage.kind !== 'filter') return []
    return opaquesOf(stage.expression).map(({ reason }) => `test ${reason}`)
  })
}

function outcomesOf(set: RuleSet): object {
  const { run, feeding, correlations, notRun, partial } = selectRules(set.rules, {})
  const isCorrelation = ({ rule }: CatalogRule): boolean =>
    rule.logic.stages.some(stage => stage.kind === 'correlate')
  const all = [...set.files, ...set.rules, ...set.filters].flatMap(item => item.diagnostics)
  return {
    files: set.fileCount,
    otherFiles: set.otherFiles.length,
    unreadable: set.unreadable.map(({ reason }) => reason),
    rules: set.rules.length,
    correlations: set.rules.filter(isCorrelation).length,
    filters: set.filters.length,
    opaque: tally(set.rules.flatMap(({ rule }) => opaqueReasons(rule))),
    diagnostics: tally(all.map(({ code }) => code)),
    run: new Set([...run, ...feeding, ...correlations].map(({ entry }) => entry)).size,
    partial: tally(partial.map(({ reason }) => reason)),
    notRun: tally(notRun.map(({ kind, reason }) => `${kind}: ${reason}`)),
  }
}

describeShared('public Sigma rules', () => {
  test('of SigmaHQ', () => {
    expect(outcomesOf(read('sigma'))).toMatchInlineSnapshot(`
      {
        "correlations": 0,
        "diagnostics": {
          "sigma/condition-syntax": 3,
          "sigma/near": 6,
        },
        "files": 3280,
        "filters": 0,
        "notRun": {
          "left_out: its status is deprecated": 129,
          "left_out: its status is unsupported": 70,
          "not_run: needs the list %Administrators%": 2,
          "not_run: needs the list %Admins_Workstations%": 2,
          "not_run: needs the list %Approved_Inviters%": 1,
          "not_run: needs the list %Important_AppIds%": 1,
          "not_run: needs the list %Known_Location%": 1,
          "not_run: needs the list %Legitimate_Countries%, %Legitimate_IP_Ranges%": 1,
          "not_run: needs the list %ServerSystems%, %DomainControllers%, %Workstations%": 1,
          "not_run: needs the list %UnLegitCountries%, %UnApprovedIp%, %UnApprovedDevice%": 1,
          "not_run: needs the list %Workstations%": 1,
          "not_run: needs the list %dc_machine_accounts%, %dc_ip_addresses%": 2,
          "not_run: needs the list %domain_controller_hostnames%": 1,
          "not_run: needs the list %internal_domains%": 1,
          "not_run: needs the list %known_cdcs%": 2,
          "not_run: needs the list %legit_ips%": 1,
          "not_run: needs the list %legtimate_identifiers%": 1,
          "not_run: needs the list %userdomain%": 1,
        },
        "opaque": {
          "stage sigma/near": 6,
          "test sigma/condition-syntax": 3,
        },
        "otherFiles": 0,
        "partial": {
          "needs the list %KNOWN_LOCATION%": 1,
        },
        "rules": 3282,
        "run": 3063,
        "unreadable": [],
      }
    `)
  })

  test('of Joe Security', () => {
    expect(outcomesOf(read('sigma-joesecurity'))).toMatchInlineSnapshot(`
      {
        "correlations": 0,
        "diagnostics": {
          "yaml/syntax": 14,
        },
        "files": 96,
        "filters": 0,
        "notRun": {
          "unreadable: Missing closing 'quote": 1,
          "unreadable: Unexpected scalar at node end": 3,
          "unreadable: there is no anchor “&powershell*regsvr32*” before this": 1,
          "unreadable: there is no anchor “&schtasks.exe*/create*powershell*hidden*” before this": 1,
        },
        "opaque": {
          "stage yaml/syntax": 6,
        },
        "otherFiles": 0,
        "partial": {},
        "rules": 96,
        "run": 90,
        "unreadable": [],
      }
    `)
  })

  test('of mdecrevoisier', () => {
    expect(outcomesOf(read('sigma-mdecrevoisier'))).toMatchInlineSnapshot(`
      {
        "correlations": 13,
        "diagnostics": {
          "sigma/condition-syntax": 2,
          "sigma/empty-selection": 1,
          "sigma/invalid-attribute": 33,
          "sigma/invalid-tag": 3,
          "sigma/unknown-selection": 3,
          "sigma/unsupported-aggregation": 1,
          "yaml/duplicate-key": 38,
          "yaml/syntax": 1,
        },
        "files": 280,
        "filters": 0,
        "notRun": {
          "not_run: has a log source that no known log has (product: windows, category: bitlocker)": 1,
          "not_run: has a log source that no known log has (product: windows, category: rdp)": 4,
          "not_run: has a log source that no known log has (product: windows, category: security)": 1,
          "not_run: has a log source that no known log has (product: windows, service: image_loaded)": 1,
          "not_run: has a log source that no known log has (product: windows, service: proxy_configuration)": 1,
          "not_run: needs the rule “rdp_discovery_multiple_host”, which has a log source that no known log has (product: windows, category: rdp)": 1,
          "unreadable: Tabs are not allowed as indentation": 1,
          "unreadable: there is no selection “filter”": 1,
          "unreadable: there is no selection “selection”": 1,
          "unreadable: “)” is missing": 1,
          "unreadable: “>” is not expected here": 1,
        },
        "opaque": {
          "stage sigma/unsupported-aggregation": 1,
          "stage yaml/syntax": 1,
          "test sigma/condition-syntax": 2,
          "test sigma/unknown-selection": 3,
        },
        "otherFiles": 0,
        "partial": {
          "there is no selection “selection_powershell_configuration_*”": 1,
        },
        "rules": 293,
        "run": 279,
        "unreadable": [],
      }
    `)
  })

  test('of Hayabusa', () => {
    expect(outcomesOf(read('hayabusa'))).toMatchInlineSnapshot(`
      {
        "correlations": 2,
        "diagnostics": {
          "sigma/invalid-tag": 73,
          "sigma/missing-condition": 1,
        },
        "files": 152,
        "filters": 0,
        "notRun": {
          "left_out: its status is deprecated": 2,
          "unreadable: the detection has no condition": 1,
        },
        "opaque": {
          "test sigma/missing-condition": 1,
        },
        "otherFiles": 13,
        "partial": {},
        "rules": 154,
        "run": 151,
        "unreadable": [],
      }
    `)
  })
})

describeShared('the active rules of SigmaHQ', () => {
  const active: CatalogRule[] = []
  beforeAll(() => {
    for (const folder of [
      'rules',
      'rules-compliance',
      'rules-dfir',
      'rules-emerging-threats',
      'rules-threat-hunting',
    ]) {
      active.push(...read('sigma', folder).rules)
    }
  })

  test('become logic, every one of them and every part', () => {
    expect(active).toHaveLength(3_059)
    const lost = active.filter(({ rule, diagnostics }) => {
      const hasError = diagnostics.some(({ severity }) => severity === 'error')
      const hasFilter = rule.logic.stages.some(stage => stage.kind === 'filter')
      return hasError || !hasFilter || opaqueReasons(rule).length > 0
    })
    expect(lost.map(({ path }) => path)).toEqual([])
  })

  test('run, all but two that need a list of the user’s', () => {
    const { notRun, partial } = selectRules(active, {})
    expect([...notRun, ...partial].map(({ entry, reason }) => `${entry.slug}: ${reason}`)).toEqual([
      'win_security_adcs_certighost_cdc_chase_request: needs the list %known_cdcs%',
      'win_security_adcs_certighost_cert_issued_via_chase: needs the list %known_cdcs%',
    ])
  })
})
