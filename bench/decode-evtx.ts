import { closeSync, openSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { evtxRawDecoder } from '../src/formats/index.ts'
import { nameTable, valueKinds } from '../src/ir/index.ts'

// Prints how many seconds it takes to decode an EVTX file with every field of every record as a string.
const [path = ''] = process.argv.slice(2)
const start = performance.now()
let units = 0
const decoder = evtxRawDecoder(
  nameTable(),
  {
    onProblem() {},
    onEvent(event) {
      for (let entry = 0; entry < event.count; entry++) {
        if ((event.kinds[entry] ?? 0) > valueKinds.null) units += event.textOf(entry).length
      }
    },
  },
  { crc32 },
)
const file = openSync(path, 'r')
const buffer = new Uint8Array(1 << 20)
for (;;) {
  const read = readSync(file, buffer)
  if (read === 0) break
  decoder.push(buffer.subarray(0, read))
}
closeSync(file)
decoder.finish()
if (units === 0) throw new Error(`no record in ${path}`)
process.stdout.write(`${(performance.now() - start) / 1000}\n`)
