import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { csvDecoder, type Decoded, xmlDecoder } from '../../src/formats/index.ts'
import { toWindowsEvent } from '../../src/formats/windows-event.ts'
import type { LogEvent } from '../../src/ir/index.ts'
import { decodePieces } from '../support/decode-pieces.ts'
import {
  evtxECmdHeader,
  evtxElements,
  printEventXml,
  printEvtxECmdRow,
} from '../support/event-xml.ts'
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

/** An event with its fields as a list, and in capitals what Windows prints in small letters. */
function comparable({ header, fields }: LogEvent): unknown {
  const list = [...fields].map(([name, values]) => [
    name,
    name === 'Provider_Guid' ? values.map(value => String(value).toUpperCase()) : values,
  ])
  return [header, list]
}

function eventsOf(decoded: readonly Decoded[]): readonly unknown[] {
  return decoded.map(item => (item.kind === 'event' ? comparable(item.event) : item.problem))
}

describeShared('the XML of events has the fields that their EVTX has', () => {
  test.each([
    ['sigma-regression', { files: 96, events: 120 }],
    ['evtx-attack-samples', { files: 277, events: 8255 }],
  ])('in every file of %s, one after the other, a line each, and in a document', (name, counts) => {
    const files = filesBelow(join(shared, 'logs', name))
    let events = 0
    for (const path of files) {
      const elements = evtxElements(readFileSync(path))
      const texts = elements.map(printEventXml)
      const expected = elements.map(element => comparable(toWindowsEvent(element)))
      events += elements.length
      const read = (text: string, size?: number): readonly unknown[] =>
        eventsOf(decodePieces(xmlDecoder(), text, size))
      expect(read(texts.join('')), path).toEqual(expected)
      expect(read(`${texts.join('\r\n')}\r\n`, 4000), path).toEqual(expected)
      const head = '\uFEFF<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<Events>'
      if (elements.length > 0) expect(read(`${head}${texts.join('')}</Events>`)).toEqual(expected)
    }
    expect({ files: files.length, events }).toEqual(counts)
  })
})

/** What EvtxECmd has no column for, or only words. */
const unnamed =
  /^(?:Provider_(?!Name)|Execution_(?!ProcessID|ThreadID)|EventID_Qualifiers|Version|Task|Opcode|Keywords|Correlation|Level)/

describeShared('the CSV of EvtxECmd has the fields that the EVTX has', () => {
  test.each([
    ['sigma-regression', 120],
    ['evtx-attack-samples', 8255],
  ])('in every file of %s', (name, count) => {
    let events = 0
    const differences: string[] = []
    for (const path of filesBelow(join(shared, 'logs', name))) {
      const elements = evtxElements(readFileSync(path))
      const rows = elements.map(printEvtxECmdRow)
      const read = decodePieces(csvDecoder(), [evtxECmdHeader, ...rows, ''].join('\r\n'))
      expect(read.map(item => item.kind)).toEqual(elements.map(() => 'event'))
      for (const [index, element] of elements.entries()) {
        const { header, fields } = toWindowsEvent(element)
        const item = read[index]
        if (item?.kind !== 'event') continue
        events++
        expect(item.event.header.time).toBe(header.time)
        for (const [field, values] of fields) {
          const theirs = JSON.stringify(item.event.fields.get(field))
          if (unnamed.test(field) || theirs === JSON.stringify(values)) continue
          differences.push(`${path}: ${field} is ${JSON.stringify(values)}, in CSV ${theirs}`)
        }
      }
    }
    expect(differences).toEqual([])
    expect(events).toBe(count)
  })
})
