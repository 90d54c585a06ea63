import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Decoded, xmlDecoder } from '../../src/formats/index.ts'
import { toWindowsEvent } from '../../src/formats/windows-event.ts'
import type { LogEvent } from '../../src/ir/index.ts'
import { decodePieces } from '../support/decode-pieces.ts'
import { evtxElements, printEventXml } from '../support/event-xml.ts'
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
