import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { chunkSize, evtxHeaderSize } from '../../src/formats/index.ts'
import { defaultLogLimits } from '../../src/logs/index.ts'
import { readZip } from '../../src/logs/zip.ts'
import { type WritableEvent, writeEvtx, writeRecords } from '../support/evtx-writer.ts'
import { writeOddEvtx } from './odd-evtx.ts'
import type { Random } from './random.ts'
import { seedTexts } from './seed-texts.ts'

/** A log, or a part of one, to mutate. */
export interface Seed {
  /** The name of a file that it could be. */
  readonly name: string
  read(random: Random): Uint8Array | Promise<Uint8Array>
}

/** Seeds of one kind; a kind is picked first, so that many files do not drown a few. */
export type SeedGroup = readonly Seed[]

/** The seeds of a checkout, and of the folder with real logs beside it where that is there. */
export function findSeeds(root: string): {
  readonly groups: readonly SeedGroup[]
  readonly hasShared: boolean
} {
  const logs = join(root, '..', 'shared', 'logs')
  const hasShared = existsSync(logs)
  const files = hasShared ? filesBelow(logs) : []
  const real = (suffix: RegExp, toSeed: (path: string) => Seed): SeedGroup =>
    files.filter(path => suffix.test(path)).map(toSeed)
  const realEvtx = real(/\.evtx$/i, evtxPart)
  const starter = filesBelow(join(root, 'data', 'starter', 'events'))
  const groups = [
    // EVTX is the most intricate of the formats.
    ...[writtenEvtx, writtenEvtx, oddEvtx, oddEvtx],
    ...Object.entries(seedTexts).map(([name, text]) => [
      { name, read: () => new TextEncoder().encode(text) },
    ]),
    starter.map(wholeFile),
    ...[realEvtx, realEvtx, realEvtx],
    real(/\.json$/i, wholeFile),
    real(/\.zip$/i, unpackedFile),
    real(/\.zip$/i, unpackedFile),
    real(/\.zip$/i, wholeFile),
  ]
  return { groups: groups.filter(group => group.length > 0), hasShared }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path) : [path]
    })
}

const event: WritableEvent = {
  provider: 'Microsoft-Windows-Sysmon',
  providerGuid: '{5770385f-c22a-43e0-bf4c-06f5698ffbd9}',
  channel: 'Microsoft-Windows-Sysmon/Operational',
  eventId: 1,
  computer: 'pc',
  time: Date.UTC(2026, 0, 1),
  processId: 4,
  threadId: 8,
  userId: 'S-1-5-18',
  data: {
    Image: 'C:\\Windows\\System32\\whoami.exe',
    CommandLine: 'whoami /all \u00e9',
    Empty: '',
  },
}

/** Files of few records, so that most mutations hit something, and of shapes that Windows has rarely. */
const writtenEvtx: SeedGroup = [
  {
    name: 'events.evtx',
    read: random =>
      writeEvtx(
        Array.from({ length: 1 + random.below(12) }, (_, i) => ({
          ...event,
          eventId: 1 + (i % 3),
          time: event.time + i,
          data: i % 4 === 3 ? { Other: String(i) } : event.data,
        })),
        { recordsPerChunk: 1 + random.below(6) },
      ),
  },
  {
    name: 'records.evtx',
    read: () =>
      writeRecords([
        {
          id: 1,
          time: event.time,
          nodes: [
            {
              element: 'Event',
              children: [
                {
                  element: 'System',
                  children: [{ element: 'EventID', children: [{ text: '7' }] }],
                },
                {
                  element: 'EventData',
                  children: [
                    {
                      element: 'Data',
                      attributes: [['Name', [{ text: 'A' }]]],
                      children: [{ cdata: '<b>' }],
                    },
                    { element: 'Data', children: [{ charRef: 65 }, { entityRef: 'amp' }] },
                    { instruction: ['a', 'b'] },
                  ],
                },
              ],
            },
          ],
        },
        {
          id: 2,
          time: event.time + 1,
          nodes: [
            {
              template: {
                id: 9,
                nodes: [
                  {
                    element: 'Event',
                    children: [
                      {
                        element: 'EventData',
                        children: [
                          { element: 'Data', children: [{ substitution: 0, type: 0x81 }] },
                          { element: 'Inner', children: [{ substitution: 1, type: 0x21 }] },
                          {
                            element: 'X',
                            dependency: 2,
                            children: [{ substitution: 2, type: 0x0e }],
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
              values: [
                { type: 0x81, bytes: Uint8Array.from([97, 0, 0, 0, 98, 0, 0, 0]) },
                {
                  nodes: [
                    {
                      template: {
                        id: 10,
                        nodes: [{ element: 'B', children: [{ substitution: 0, type: 8 }] }],
                      },
                      values: [{ type: 8, bytes: Uint8Array.from([1, 2, 3, 4]) }],
                    },
                  ],
                },
                { type: 0x0e, bytes: Uint8Array.from([1, 2]) },
              ],
            },
          ],
        },
      ]),
  },
]

const oddEvtx: SeedGroup = [{ name: 'odd.evtx', read: writeOddEvtx }]

/** The head of an EVTX file and one or two of its chunks. */
function evtxPart(path: string): Seed {
  return {
    name: basename(path),
    read(random) {
      const chunks = Math.max(1, Math.floor((statSync(path).size - evtxHeaderSize) / chunkSize))
      const count = Math.min(chunks, 1 + random.below(2))
      const first = random.below(chunks - count + 1)
      const bytes = new Uint8Array(evtxHeaderSize + count * chunkSize)
      const file = openSync(path, 'r')
      try {
        readSync(file, bytes, 0, evtxHeaderSize, 0)
        const at = evtxHeaderSize + first * chunkSize
        readSync(file, bytes, evtxHeaderSize, count * chunkSize, at)
      } finally {
        closeSync(file)
      }
      return bytes
    },
  }
}

/** As much of the beginning of a file as makes an input. */
function wholeFile(path: string): Seed {
  return {
    name: basename(path),
    read(random) {
      const bytes = new Uint8Array(random.chance(0.2) ? 1 << 19 : 1 << 15)
      const file = openSync(path, 'r')
      try {
        return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0))
      } finally {
        closeSync(file)
      }
    },
  }
}

/** The beginning of the first file in a zip archive. */
function unpackedFile(path: string): Seed {
  return {
    name: basename(path).replace(/zip$/i, 'json'),
    async read(random) {
      for await (const { blocks } of readZip(path, defaultLogLimits, () => {})) {
        for await (const block of blocks) {
          const length = random.chance(0.2) ? block.length : 1 << (9 + random.below(6))
          const bytes = block.slice(0, length)
          await blocks.return()
          return bytes
        }
      }
      return new Uint8Array(0)
    },
  }
}
