import { bench, describe } from 'vitest'
import { nameTable, type RawEvent, valueKinds } from '../../ir/index.ts'
import { jsonDecoder } from './decoder.ts'
import { jsonRawDecoder } from './raw-decoder.ts'

/** A thousand events of about 2.3 KB, as NXLog writes those of Sysmon and PowerShell. */
const lines = Array.from({ length: 1000 }, (_, i) => {
  const frames = Array.from(
    { length: 16 },
    (_, n) => `C:\\Windows\\System32\\lib${n}.dll+${i}${n}f`,
  )
  const process = `C:\\Program Files\\Vendor ${i % 7}\\tool${i % 13}.exe`
  const sysmon = {
    EventID: 10,
    SourceName: 'Microsoft-Windows-Sysmon',
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Hostname: `WORKSTATION${i % 5}.example.com`,
    EventTime: `2020-09-22 04:11:${String(i % 60).padStart(2, '0')}`,
    Keywords: '0x8000000000000000',
    RecordNumber: 212_016 + i,
    ExecutionProcessID: 2000 + i,
    tags: ['dataset'],
    SourceProcessGUID: `{01e2a015-a601-62c4-7607-${String(i).padStart(12, '0')}}`,
    SourceImage: process,
    TargetImage: 'C:\\Windows\\system32\\lsass.exe',
    GrantedAccess: '0x1000',
    CallTrace: frames.join('|'),
    Message: `Process accessed:\r\nSourceImage: ${process}\r\nCallTrace: ${frames.join('|')}\r\n`,
  }
  const script = {
    Keywords: 0,
    EventID: 4104,
    SourceName: 'Microsoft-Windows-PowerShell',
    Channel: 'Microsoft-Windows-PowerShell/Operational',
    EventTime: sysmon.EventTime,
    Hostname: sysmon.Hostname,
    ScriptBlockText: `function f${i} {\n\tparam($a)\n\t${'Write-Output "a line"; '.repeat(80)}\n}`,
    Path: '',
    Opcode: 'On create calls',
    tags: ['dataset'],
  }
  return JSON.stringify(i % 3 === 0 ? script : sysmon)
})

const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`)

/** Reads the events again with every call: a decoder’s first log costs it its memory. */
function rawReader(onEvent: (event: RawEvent) => void): () => void {
  const decoder = jsonRawDecoder(nameTable(), { onEvent, onProblem: () => {} })
  return () => {
    for (let at = 0; at < bytes.length; at += 1 << 18)
      decoder.push(bytes.subarray(at, at + (1 << 18)))
  }
}

describe(`${lines.length} events in ${bytes.length} bytes`, () => {
  bench(
    'the raw decoder',
    rawReader(() => {}),
  )

  bench(
    'the raw decoder, and all texts',
    rawReader(event => {
      for (let entry = 0; entry < event.count; entry++) {
        if ((event.kinds[entry] ?? 0) > valueKinds.null) event.textOf(entry)
      }
    }),
  )

  bench('JSON.parse alone', () => {
    const text = new TextDecoder()
    for (let at = 0; at < bytes.length; ) {
      const end = bytes.indexOf(0x0a, at)
      JSON.parse(text.decode(bytes.subarray(at, end)))
      at = end + 1
    }
  })

  bench('the decoder that builds its events', () => {
    const decoder = jsonDecoder()
    for (const _ of decoder.push(bytes));
    for (const _ of decoder.finish());
  })
})
