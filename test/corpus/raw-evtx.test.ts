import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { evtxDecoder, evtxRawDecoder } from '../../src/formats/index.ts'
import { expectSame, seenPlainly, seenRaw } from '../support/describe-raw-decoder.ts'
import { describeShared, shared } from '../support/shared.ts'

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .flatMap(name => {
      const path = join(folder, name)
      return statSync(path).isDirectory() ? filesBelow(path) : [path]
    })
    .filter(path => path.toLowerCase().endsWith('.evtx'))
}

describeShared('the fast decoder of EVTX finds what the plain one does', () => {
  test.each([
    ['evtx-attack-samples', { files: 277, events: 8255, plainly: 0 }],
    ['sigma-regression', { files: 96, events: 120, plainly: 0 }],
  ])('in every file of %s', (name, expected) => {
    const files = filesBelow(join(shared, 'logs', name))
    let events = 0
    let plainly = 0
    for (const path of files) {
      const bytes = readFileSync(path)
      const raw = seenRaw(
        (names, sink) => {
          return evtxRawDecoder(names, {
            onProblem: sink.onProblem,
            onEvent(event) {
              // The decoder hands itself over for what it planned.
              if (!('push' in event)) plainly++
              sink.onEvent(event)
            },
          })
        },
        [bytes],
      )
      expectSame(raw, seenPlainly(evtxDecoder(), [bytes]))
      events += raw.filter(seen => 'event' in seen).length
    }
    expect({ files: files.length, events, plainly }).toEqual(expected)
  })
})
