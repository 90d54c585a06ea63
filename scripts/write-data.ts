/**
 * Writes the generated files under `data/` from the facts in `scripts/facts` and from
 * `../shared/knowledge`. Run after a build, in the root of the checkout: `npm run data`.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { parse } from 'yaml'
import { toAttackData } from './attack-data.ts'
import {
  type ChannelTitle,
  type LogFacts,
  type OssemEvent,
  toEventTypeData,
} from './event-type-data.ts'
import { toEventViewData } from './event-view-data.ts'

const knowledge = '../shared/knowledge'

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8')
}

async function readOssem(): Promise<readonly OssemEvent[]> {
  const bytes = gunzipSync(await readFile(`${knowledge}/ossem-events.ndjson.gz`))
  const lines = bytes.toString('utf8').split('\n')
  // The shape of OSSEM-DD, checked by eye once: this script runs on that one file.
  return lines.filter(line => line !== '').map(line => JSON.parse(line) as OssemEvent)
}

/** `channel,id,title` lines; a title may stand in quotes and hold commas. */
function parseTitles(text: string): readonly ChannelTitle[] {
  return text
    .split(/\r?\n/)
    .slice(1)
    .flatMap(line => {
      const match = /^([^,]+),(\d+),"?(.*?)"?$/.exec(line)
      const [, channel = '', id = '', title = ''] = match ?? []
      return match === null ? [] : [{ channel, id, title }]
    })
}

async function writeData(name: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(value)}\n`
  await writeFile(`data/${name}.json`, text)
  console.log(`data/${name}.json: ${text.length} characters`)
}

const windows = parse(await readText('scripts/facts/windows-logs.yaml')) as LogFacts[]
const others = parse(await readText('scripts/facts/other-logs.yaml')) as LogFacts[]
const titles = parseTitles(await readText('../shared/corpora/hayabusa/config/channel_eid_info.txt'))
await writeData(
  'event-types',
  toEventTypeData(
    [...windows.map(facts => ({ ...facts, platform: 'windows' })), ...others],
    await readOssem(),
    titles,
  ),
)
await writeData('vendor-logs', parse(await readText('scripts/facts/vendor-logs.yaml')))
await writeData(
  'event-views',
  toEventViewData(parse(await readText('scripts/facts/event-views.yaml'), { merge: true })),
)
await writeData(
  'attack',
  toAttackData({
    bundle: JSON.parse(await readText(`${knowledge}/enterprise-attack-18.1.json`)),
    newer: JSON.parse(await readText(`${knowledge}/attack-techniques-19.1.json`)),
    renumbered: parse(await readText(`${knowledge}/attack-v18-to-v19.yaml`)),
    redirects: JSON.parse(await readText(`${knowledge}/attack-technique-redirects.json`)),
  }),
)
