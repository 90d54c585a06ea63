import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 as zlibCrc32 } from 'node:zlib'
import { bench, describe } from 'vitest'
import { writeEvtx } from '../../../test/support/evtx-writer.ts'
import { shared } from '../../../test/support/shared.ts'
import { nameTable, type RawEvent, valueKinds } from '../../ir/index.ts'
import { crc32 } from './crc32.ts'
import { evtxDecoder } from './event-decoder.ts'
import { EvtxPlans } from './evtx-plans.ts'
import { evtxRawDecoder } from './raw-decoder.ts'

const samples = join(shared, 'logs', 'evtx-attack-samples')

function readLogs(): readonly Uint8Array[] {
  if (existsSync(samples)) {
    return readdirSync(samples, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.evtx'))
      .map(name => readFileSync(join(samples, name)))
  }
  const data = Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`F${i}`, 'C:\\a.exe']))
  const event = { provider: 'p', channel: 'c', eventId: 1, computer: 'pc', time: 0, data }
  return [writeEvtx(Array.from({ length: 5000 }, () => event))]
}

const logs = readLogs()

function decodeRaw(onEvent: (event: RawEvent) => void): void {
  const names = nameTable()
  const plans = new EvtxPlans()
  for (const log of logs) {
    const sink = { onEvent, onProblem: () => {} }
    const decoder = evtxRawDecoder(names, sink, { plans, crc32: zlibCrc32 })
    decoder.push(log)
    decoder.finish()
  }
}

describe('all records of the attack samples', () => {
  bench('found, without a text', () => {
    decodeRaw(() => {})
  })

  bench('found, with all texts', () => {
    decodeRaw(event => {
      for (let entry = 0; entry < event.count; entry++) {
        if ((event.kinds[entry] ?? 0) > valueKinds.null) event.textOf(entry)
      }
    })
  })

  bench('built by the plain decoder', () => {
    for (const log of logs) {
      const decoder = evtxDecoder()
      for (const _ of decoder.push(log));
      for (const _ of decoder.finish());
    }
  })
})

describe('checksums of the same bytes', () => {
  bench('of this project', () => {
    for (const log of logs) crc32(log)
  })

  bench('of the platform', () => {
    for (const log of logs) zlibCrc32(log)
  })
})
