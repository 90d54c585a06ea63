import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import {
  compileRules,
  createScanner,
  type Scanner,
  selectRules,
  toScanRule,
} from '../../src/app/index.ts'
import { readRuleSources } from '../../src/catalog/index.ts'
import { parsePipeline, type SigmaPipeline } from '../../src/frontends/sigma/index.ts'
import { builtRawEvent, nameTable } from '../../src/ir/index.ts'
import { readEvents } from '../../src/logs/index.ts'
import { describeShared, shared } from '../support/shared.ts'

const rules = join(shared, 'corpora', 'sigma', 'rules', 'windows', 'process_creation')
const logs = join(shared, 'logs', 'evtx-attack-samples')

/** The pipeline of a service whose events of this id are the creation of a process. */
function pipelineOf(service: string, eventId: number, mapping: string): SigmaPipeline {
  const { value } = parsePipeline(`
transformations:
- { type: add_condition, conditions: { EventID: ${eventId} } }
- { type: field_name_mapping, mapping: ${mapping} }
- { type: change_logsource, product: windows, service: ${service} }
`)
  if (value === undefined) throw new RangeError('the pipeline is wrong')
  return value
}

const sysmon = pipelineOf('sysmon', 1, '{}')
const security = pipelineOf(
  'security',
  4688,
  '{ Image: NewProcessName, ParentImage: ParentProcessName, User: SubjectUserName }',
)

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .map(name => join(folder, name))
    .flatMap(path => (statSync(path).isDirectory() ? filesBelow(path) : [path]))
    .filter(path => path.endsWith('.evtx'))
}

describeShared('pipelines that name a log', () => {
  const names = nameTable()
  const raw = builtRawEvent(names)
  const found: Record<string, readonly string[]> = {}

  function scannerOf(pipelines: readonly SigmaPipeline[]): Scanner {
    const set = readRuleSources([{ path: rules }], pipelines)
    return createScanner(compileRules(selectRules(set.rules, {}).run.map(toScanRule)), names)
  }

  beforeAll(async () => {
    const scanners = {
      none: scannerOf([]),
      sysmon: scannerOf([sysmon]),
      security: scannerOf([security]),
    }
    const matches: Record<string, string[]> = { none: [], sysmon: [], security: [] }
    for (const path of filesBelow(logs)) {
      for await (const item of readEvents([path])) {
        if (item.kind !== 'event') continue
        raw.set(item.event)
        for (const [name, scanner] of Object.entries(scanners)) {
          for (const { rule } of scanner.scan(path, raw)) {
            matches[name]?.push(`${path} ${item.event.header.record} ${rule.reference.id}`)
          }
        }
      }
    }
    Object.assign(found, matches)
  })

  test('find together what rules find without them', () => {
    const together = [...(found.sysmon ?? []), ...(found.security ?? [])].sort()
    expect(together).toEqual([...(found.none ?? [])].sort())
    expect([found.sysmon?.length, found.security?.length]).toEqual([491, 1])
  })
})
