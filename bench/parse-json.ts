import { closeSync, openSync, readSync } from 'node:fs'

// Prints how many seconds `JSON.parse` takes over the lines of a file; reading and cutting is not counted.
const [path = ''] = process.argv.slice(2)
const file = openSync(path, 'r')
const buffer = new Uint8Array(16 << 20)
const decoder = new TextDecoder()
let rest = ''
let milliseconds = 0
let members = 0
for (;;) {
  const read = readSync(file, buffer)
  const lines = (rest + decoder.decode(buffer.subarray(0, read), { stream: read > 0 })).split('\n')
  rest = read > 0 ? (lines.pop() ?? '') : ''
  const start = performance.now()
  for (const line of lines) if (line !== '') members += Object.keys(JSON.parse(line)).length
  milliseconds += performance.now() - start
  if (read === 0) break
}
closeSync(file)
if (members === 0) throw new Error(`no event in ${path}`)
process.stdout.write(`${milliseconds / 1000}\n`)
