import { appendFile, chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeBzip2 } from '../../test/support/bzip2-writer.ts'
import { writeEvtx } from '../../test/support/evtx-writer.ts'
import { writeZip } from '../../test/support/zip-writer.ts'
import { writeZstd } from '../../test/support/zstd-writer.ts'
import { defaultLogLimits } from './limits.ts'
import type { ReadOptions } from './log-reader.ts'
import { type LogReading, readEvents } from './read-events.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'indicia-logs-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

const event = (provider: string): Parameters<typeof writeEvtx>[0][number] => ({
  provider,
  channel: 'c',
  eventId: 1,
  computer: 'pc',
  time: 0,
  data: { A: 'x' },
})

const evtx: Uint8Array = writeEvtx([event('p'), event('q')])
const json = '{"a":1}\n{"a":2}\n'

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, content)
  return path
}

/** Everything that a reading gives: `name: record` for events, `name: code at offset` for problems. */
async function read(
  paths: readonly string[],
  options?: ReadOptions,
): Promise<{ readonly lines: readonly string[]; readonly reading: LogReading }> {
  const reading = readEvents(paths, options)
  const lines: string[] = []
  for await (const item of reading) {
    const name = item.file.replace(folder, '').replaceAll('\\', '/')
    lines.push(
      item.kind === 'event'
        ? `${name}: ${item.event.header.record}`
        : `${name}: ${item.problem.code} at ${item.problem.offset}`,
    )
  }
  return { lines, reading }
}

test('a folder is read in the order of its names, whatever its files are called', async () => {
  await file('tree/b.log', json)
  await file('tree/a/z.EVTX', evtx)
  await file('tree/c.json', JSON.stringify([{ a: 1 }], null, 2))
  await file('tree/notes.txt', 'hello')
  const root = join(folder, 'tree')
  const { lines, reading } = await read([root])
  expect(lines).toEqual([
    '/tree/a/z.EVTX: 1',
    '/tree/a/z.EVTX: 2',
    '/tree/b.log: 1',
    '/tree/b.log: 2',
    '/tree/c.json: 1',
  ])
  expect(reading.skipped).toBe(1)
  expect(reading.files.map(f => [f.format, f.events, f.problems])).toEqual([
    ['evtx', 2, 0],
    ['json', 2, 0],
    ['json', 1, 0],
  ])
  expect(reading.progress.read).toBe(reading.progress.total)
})

test('what a name promises and the content breaks is unreadable, and so is what is named', async () => {
  await file('broken/a.evtx', 'no log at all')
  await file('broken/b.evtx', '')
  await file('broken/c.json', new Uint8Array([1, 2, 3]))
  await file('broken/d.bin', new Uint8Array([1, 2, 3]))
  await file('broken/e.json', 'this is text\n{"a":1}\n')
  const root = join(folder, 'broken')
  const { lines, reading } = await read([root, join(root, 'd.bin'), join(folder, 'absent')])
  expect(lines).toEqual([
    '/absent: logs/missing at 0',
    '/broken/a.evtx: logs/unrecognised at 0',
    '/broken/b.evtx: logs/empty at 0',
    '/broken/c.json: logs/unrecognised at 0',
    '/broken/e.json: json/syntax at 0',
    '/broken/e.json: 2',
    '/broken/d.bin: logs/unrecognised at 0',
  ])
  expect(reading.skipped).toBe(1)
})

test('what macOS packs beside a file is skipped', async () => {
  await file('mac/._a.json', new Uint8Array([0, 5, 0x16, 7, 0]))
  const { lines, reading } = await read([join(folder, 'mac')])
  expect([lines, reading.skipped]).toEqual([[], 1])
})

test('a format can be forced', async () => {
  const damaged = evtx.slice()
  damaged.fill(0, 0, 128)
  const path = await file('forced.bin', damaged)
  const { lines } = await read([path], { inputFormat: 'evtx' })
  expect(lines).toEqual(['/forced.bin: evtx/header at 0', '/forced.bin: 1', '/forced.bin: 2'])
})

test('an EVTX file whose header is damaged is read when its name says what it is', async () => {
  const damaged = evtx.slice()
  damaged.fill(0, 0, 128)
  const { lines } = await read([await file('damaged.evtx', damaged)])
  expect(lines).toEqual(['/damaged.evtx: evtx/header at 0', '/damaged.evtx: 1', '/damaged.evtx: 2'])
})

test('a file that may not be read, and a link to nothing, are problems', async () => {
  const path = await file('denied/a.json', json)
  await chmod(path, 0)
  await symlink(join(folder, 'nothing'), join(folder, 'denied', 'b.json'))
  const { lines } = await read([join(folder, 'denied')])
  // Root may read everything.
  const isRoot = process.getuid?.() === 0
  expect(lines.filter(line => line.includes('b.json'))).toEqual([
    '/denied/b.json: logs/missing at 0',
  ])
  expect(lines.filter(line => line.includes('a.json'))).toEqual(
    isRoot ? ['/denied/a.json: 1', '/denied/a.json: 2'] : ['/denied/a.json: logs/denied at 0'],
  )
})

test('standard input is read, in any format and packed too', async () => {
  async function* stream(...blocks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
    yield* blocks
  }
  const bytes = gzipSync(evtx)
  const options = { standardInput: stream(bytes.subarray(0, 5), bytes.subarray(5)) }
  expect((await read(['-'], options)).lines).toEqual(['-: 1', '-: 2'])
  expect((await read(['-'])).lines).toEqual(['-: logs/missing at 0'])
})

test('files of all formats in a folder are read, and those that only look like a table are not', async () => {
  const xml = '<Event><System><EventRecordID>7</EventRecordID></System></Event>'
  await file('formats/a.csv', 'a,b\n1,2\n')
  await file('formats/b.txt', 'a,b\n1,2\n')
  await file('formats/c.xml', `<Events>${xml}</Events>`)
  await file('formats/d.xml', '<project/>')
  await file('formats/conn.log', '#separator \\x09\n#path\tconn\n#fields\tts\n1\n')
  await file('formats/e.csv.bz2', writeBzip2(Buffer.from('a\n1\n')))
  await file('formats/f.ndjson.zst', writeZstd([Buffer.from('{"a":1}\n')]))
  await file('formats/g.txt', utf16(xml, 'utf-16le'))
  await file('formats/h.txt', utf16(`\uFEFF${xml}`, 'utf-16be'))
  await file('formats/i.csv', utf16('\uFEFFa;b\r\n1;é\r\n', 'utf-16le'))
  const root = join(folder, 'formats')
  const { lines, reading } = await read([root])
  expect(lines).toEqual([
    '/formats/a.csv: 2',
    '/formats/c.xml: 7',
    '/formats/conn.log: 4',
    '/formats/e.csv.bz2: 2',
    '/formats/f.ndjson.zst: 1',
    '/formats/g.txt: 7',
    '/formats/h.txt: 7',
    '/formats/i.csv: 2',
  ])
  expect(reading.skipped).toBe(2)
  expect((await read([join(root, 'b.txt')])).lines).toEqual(['/formats/b.txt: 2'])
})

function utf16(text: string, encoding: 'utf-16le' | 'utf-16be'): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16le' ? bytes : bytes.swap16()
}

test('text in UTF-16 that is none after all is passed over', async () => {
  const path = await file('utf-16/a.bin', new Uint8Array([0xff, 0xfe, 1, 2, 3]))
  const { lines, reading } = await read([join(folder, 'utf-16')])
  expect([lines, reading.skipped]).toEqual([[], 1])
  expect((await read([path])).lines).toEqual(['/utf-16/a.bin: logs/unrecognised at 0'])
})

describe('gzip', () => {
  test('is unpacked, several members one after the other included', async () => {
    const path = await file('two.jsonl.gz', Buffer.concat([gzipSync(json), gzipSync('{"a":3}')]))
    expect((await read([path])).lines).toEqual([1, 2, 3].map(n => `/two.jsonl.gz: ${n}`))
  })

  test('and its like are held to the same limits', async () => {
    const limits = { ...defaultLogLimits, ratio: 20, ratioFrom: 10_000 }
    const bzip2 = writeBzip2(Buffer.alloc(100_000, ' '), 200)
    const zstd = writeZstd(Array(20).fill(Buffer.alloc(5000, ' ')))
    const lines: string[] = []
    for (const [name, bytes] of Object.entries({ bzip2, zstd })) {
      const path = await file(`bomb.${name}`, bytes)
      lines.push(...(await read([path], { limits, inputFormat: 'json' })).lines)
    }
    expect(lines).toEqual([
      expect.stringMatching(/^\/bomb\.bzip2: logs\/archive-limit at \d+$/),
      expect.stringMatching(/^\/bomb\.zstd: logs\/archive-limit at \d+$/),
    ])
  })

  test('that is cut gives all that was packed before the cut', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `{"a":"${crc32(String(i))}"}\n`)
    const packed = gzipSync(lines.join(''))
    const path = await file('cut.json.gz', packed.subarray(0, packed.length - 200))
    const result = (await read([path])).lines
    expect(result.at(-1)).toMatch(/^\/cut\.json\.gz: logs\/archive at \d+$/)
    expect(result.length).toBeGreaterThan(19_000)
  })

  test('that unpacks to far more than its size is cut off, and what came before is kept', async () => {
    const line = `{"a":"${'x'.repeat(50)}"}\n`
    const path = await file('bomb.json.gz', gzipSync(line.repeat(200_000), { level: 9 }))
    const limits = { ...defaultLogLimits, ratio: 20, ratioFrom: 1_000_000 }
    const { lines, reading } = await read([path], { limits })
    expect(lines.at(-1)).toMatch(/^\/bomb\.json\.gz: logs\/archive-limit at \d+$/)
    expect(reading.files[0]?.events).toBeGreaterThan(10_000)
    expect(reading.files[0]?.events).toBeLessThan(40_000)
  })

  test('in gzip in gzip in gzip is too much', async () => {
    const packed = [1, 2, 3, 4].reduce<Uint8Array>(bytes => gzipSync(bytes), Buffer.from(json))
    const path = await file('deep.json.gz', packed)
    expect((await read([path])).lines).toEqual(['/deep.json.gz: logs/archive-limit at 0'])
  })
})

describe('zip', () => {
  test('is read entry by entry, packed, stored and packed twice', async () => {
    const zip = writeZip([
      { name: 'logs/', content: '' },
      { name: 'logs/a.evtx', content: evtx },
      { name: 'logs/b.json', content: json, isStored: true },
      { name: 'logs/c.json.gz', content: gzipSync('{"a":1}') },
      { name: 'readme.txt', content: 'hello' },
      { name: 'inner.zip', content: writeZip([{ name: 'x.json', content: json }]) },
    ])
    const path = await file('a.zip', zip)
    const { lines, reading } = await read([path])
    expect(lines).toEqual([
      '/a.zip!logs/a.evtx: 1',
      '/a.zip!logs/a.evtx: 2',
      '/a.zip!logs/b.json: 1',
      '/a.zip!logs/b.json: 2',
      '/a.zip!logs/c.json.gz: 1',
      '/a.zip!inner.zip: logs/nested-archive at 0',
    ])
    expect(reading.skipped).toBe(1)
    expect(reading.progress.read).toBe(reading.progress.total)
  })

  test('has entries that are packed by newer methods', async () => {
    const content = Buffer.from(json)
    const zip = writeZip([
      { name: 'a.json', content, packed: { method: 12, bytes: writeBzip2(content) } },
      { name: 'b.json', content, packed: { method: 93, bytes: writeZstd([content]) } },
      { name: 'c.json', content, packed: { method: 14, bytes: content } },
    ])
    expect((await read([await file('methods.zip', zip)])).lines).toEqual([
      '/methods.zip!a.json: 1',
      '/methods.zip!a.json: 2',
      '/methods.zip!b.json: 1',
      '/methods.zip!b.json: 2',
      '/methods.zip!c.json: logs/archive at 0',
    ])
  })

  test('with stray bytes behind its end is read', async () => {
    const zip = writeZip([{ name: 'a.json', content: json }])
    const path = await file('stray.zip', Buffer.concat([zip, Buffer.from('\n')]))
    expect((await read([path])).lines).toEqual(['/stray.zip!a.json: 1', '/stray.zip!a.json: 2'])
  })

  test('whose entry has another checksum is read and reported', async () => {
    const zip = writeZip([{ name: 'a.json', content: json, crc: 1 }])
    const path = await file('sum.zip', zip)
    expect((await read([path])).lines).toEqual([
      '/sum.zip!a.json: 1',
      '/sum.zip!a.json: 2',
      '/sum.zip!a.json: logs/archive at 16',
    ])
  })

  test('of which one entry is a bomb gives the others', async () => {
    const bomb = `[${'{"a":1},'.repeat(500_000)}{}]`
    const zip = writeZip([
      { name: 'bomb.json', content: bomb },
      { name: 'a.json', content: json },
    ])
    const path = await file('bomb.zip', zip)
    const limits = { ...defaultLogLimits, ratio: 50, ratioFrom: 100_000 }
    const { lines } = await read([path], { limits })
    expect(lines.filter(line => !/: \d+$/.test(line))).toEqual([
      expect.stringMatching(/^\/bomb\.zip!bomb\.json: json\/truncated at \d+$/),
      expect.stringMatching(/^\/bomb\.zip!bomb\.json: logs\/archive-limit at \d+$/),
    ])
    expect(lines.slice(-2)).toEqual(['/bomb.zip!a.json: 1', '/bomb.zip!a.json: 2'])
  })

  test('that unpacks to more than the limit on the whole is cut off', async () => {
    const zip = writeZip([
      { name: 'a.json', content: json },
      { name: 'b.json', content: json },
    ])
    const path = await file('total.zip', zip)
    const limits = { ...defaultLogLimits, unpackedBytes: 20 }
    expect((await read([path], { limits })).lines).toEqual([
      '/total.zip!a.json: 1',
      '/total.zip!a.json: 2',
      '/total.zip!b.json: logs/archive-limit at 0',
    ])
  })

  test('that is cut is a problem', async () => {
    const zip = writeZip([{ name: 'a.json', content: json }])
    const path = await file('cut.zip', zip.subarray(0, zip.length - 30))
    expect((await read([path])).lines).toEqual(['/cut.zip: logs/archive at 0'])
  })

  test('whose packed bytes are damaged is a problem of the entry', async () => {
    const packed = deflateRawSync(json)
    const zip = writeZip([{ name: 'a.json', content: json }]).slice()
    zip.fill(0xff, 36, 36 + packed.length)
    const path = await file('damaged.zip', zip)
    expect((await read([path])).lines).toEqual(['/damaged.zip!a.json: logs/archive at 0'])
  })
})

test('problems past the limit are counted, not told', async () => {
  const path = await file('noise.json', `{"a":1}\n${'garbage\n'.repeat(50)}{"a":2}\n`)
  const limits = { ...defaultLogLimits, problemsPerFile: 2 }
  const { lines, reading } = await read([path], { limits })
  expect(lines).toEqual([
    '/noise.json: 1',
    '/noise.json: json/syntax at 8',
    '/noise.json: json/syntax at 16',
    '/noise.json: 52',
    '/noise.json: logs/more-problems at 0',
  ])
  expect(reading.files[0]?.problems).toBe(50)
})

test('a reader that stops early leaves no file open', async () => {
  const path = await file('many.json', json.repeat(100_000))
  for await (const item of readEvents([path])) {
    expect(item.kind).toBe('event')
    break
  }
  await rm(path)
})

test('a log that grows while it is read is read to its end', async () => {
  const path = await file('growing.ndjson', '{"a":1}\n'.repeat(200_000))
  let events = 0
  for await (const batch of readEvents([path]).batches()) {
    if (events === 0) await appendFile(path, '{"a":2}\n{"a":3}\n')
    events += batch.length
  }
  expect(events).toBe(200_002)
})

test('a file that vanishes before its turn is a problem, and the others are read', async () => {
  const first = await file('vanish/a.ndjson', json)
  const second = await file('vanish/b.ndjson', json)
  const third = await file('vanish/c.ndjson', json)
  const seen: string[] = []
  for await (const item of readEvents([first, second, third])) {
    await rm(second, { force: true })
    seen.push(item.kind === 'event' ? `${item.event.header.record}` : item.problem.code)
  }
  expect(seen).toEqual(['1', '2', 'logs/missing', '1', '2'])
})
