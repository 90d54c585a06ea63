import { readFileSync } from 'node:fs'
import { parseAnyYaml } from '../src/base/yaml/index.ts'
import { filesBelow } from './inputs.ts'

// Prints how many seconds it takes to read the files of a folder and to parse their YAML by a parser of all of
// YAML, and nothing else.
const [folder = '.'] = process.argv.slice(2)
const start = performance.now()
let documents = 0
for (const file of filesBelow(folder, /\.ya?ml$/)) {
  documents += parseAnyYaml(readFileSync(file, 'utf8')).value.length
}
if (documents === 0) throw new Error(`no YAML in ${folder}`)
process.stdout.write(`${(performance.now() - start) / 1000}\n`)
