/**
 * `npm run fuzz`: reads mutated logs of every format, and queries of several languages, for a while, and fails when one of them makes a reader
 * crash, hang or use memory without bounds, or when two ways of reading it disagree.
 *
 *     npm run fuzz -- --seconds 60 --seed 7
 *     npm run fuzz -- --seed 7 --input 1234    what one input does, alone
 *
 * Without `--seed` it takes one from the clock, and prints it: the same seed gives the same inputs as
 * long as the logs to mutate are the same (those of the starter pack, and `../shared/logs` if it is there).
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Examined, type Finding, sessionLength } from './examine.ts'
import { createFuzzProcess } from './fuzz-process.ts'
import { makeInput } from './make-input.ts'
import { findSeeds } from './seeds.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    input: { type: 'string' },
  },
})
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const seconds = Number(values.seconds)
if (!Number.isInteger(seed) || !(seconds > 0)) {
  console.error('fuzz: --seed is a whole number and --seconds a number above 0')
  process.exit(2)
}

/** No more different findings are looked for: the run has failed anyway. */
const mostFindings = 10

interface Found extends Finding {
  readonly number: number
  readonly path: string
}

const { groups, hasShared } = findSeeds(root)
console.log(`fuzz: seed ${seed}, ${values.input === undefined ? `${seconds} s` : 'one input'}`)
if (!hasShared) console.log('fuzz: ../shared/logs is absent, so no real logs are mutated')

const scratch = mkdtempSync(join(tmpdir(), 'indicia-fuzz-'))
const found: Found[] = []
const totals = new Map<string, { inputs: number; events: number; problems: number }>()
let inputs = 0
let matches = 0
let slowest = { number: -1, step: '', ms: 0 }

const count = ({ format, events, problems, ...rest }: Examined, number: number): void => {
  const total = totals.get(format) ?? { inputs: 0, events: 0, problems: 0 }
  totals.set(format, total)
  total.inputs++
  total.events += events
  total.problems += problems
  inputs++
  matches += rest.matches
  if (rest.slowest.ms > slowest.ms) slowest = { number, ...rest.slowest }
}

const keep = async (number: number, findings: readonly Finding[]): Promise<void> => {
  for (const finding of findings) {
    // Where a stack or an excerpt begins tells findings apart well enough.
    const key = finding.text.slice(0, 120).replaceAll(/\d+/g, '0')
    if (found.some(({ kind, text }) => kind === finding.kind && sameStart(text, key))) continue
    const input = await makeInput(groups, seed, number)
    const folder = mkdtempSync(join(tmpdir(), 'indicia-fuzz-'))
    const path = join(folder, input.name.replaceAll(/[/\\]/g, '_'))
    writeFileSync(path, input.bytes)
    const forced = input.inputFormat === undefined ? '' : ` (read as ${input.inputFormat})`
    found.push({ ...finding, number, path })
    console.log(`\n${finding.kind}: input ${number}${forced}, ${input.bytes.length} bytes: ${path}`)
    console.log(`  again: npm run fuzz -- --seed ${seed} --input ${number}`)
    console.log(finding.text.replaceAll(/^/gm, '  '))
  }
}

function sameStart(text: string, key: string): boolean {
  return text.slice(0, 120).replaceAll(/\d+/g, '0') === key
}

const open = () => createFuzzProcess(root, seed, join(scratch, 'worker'))

/** What an input does in a process of its own, alone or after those that it shares a session with. */
const again = async (number: number, first: number): Promise<readonly Finding[]> => {
  const child = open()
  const findings: Finding[] = []
  for (let at = first; at <= number; at++) {
    const result = await child.examine(at, 20_000)
    if (at === number) findings.push(...result.findings)
    if (at === number && values.input !== undefined && first === number && result.examined) {
      count(result.examined, number)
    }
    if (result.isOver) break
  }
  child.end()
  return findings
}

/** Whether it may come of the inputs before. */
const mayShare = ({ kind }: Finding): boolean => kind !== 'hang' && kind !== 'memory'

const confirm = async (number: number, findings: readonly Finding[]): Promise<void> => {
  const alone = await again(number, number)
  await keep(number, alone)
  if (alone.length > 0 || !findings.some(mayShare)) return
  const first = number - (number % sessionLength)
  const note = `only after the inputs from ${first} on: `
  const shared = (await again(number, first)).filter(mayShare)
  await keep(
    number,
    shared.map(({ kind, text }) => ({ kind, text: note + text })),
  )
}

try {
  if (values.input !== undefined) {
    const number = Number(values.input)
    await confirm(number, [{ kind: 'crash', text: '' }])
  } else {
    const end = performance.now() + seconds * 1000
    let child = open()
    let number = 0
    while (performance.now() < end && found.length < mostFindings) {
      const result = await child.examine(number, 10_000)
      if (result.examined !== undefined) count(result.examined, number)
      if (result.isOver) {
        child.end()
        child = open()
      }
      if (result.findings.length > 0) await confirm(number, result.findings)
      number++
    }
    child.end()
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

for (const [format, { inputs, events, problems }] of [...totals].sort()) {
  console.log(
    `fuzz: ${format.padEnd(8)} ${inputs} inputs, ${events} events, ${problems} problems told`,
  )
}
const { number, step, ms } = slowest
if (ms > 0) console.log(`fuzz: slowest was ${step}, ${ms} ms, of input ${number}`)
console.log(
  `fuzz: ${inputs} inputs, ${matches} matches of rules, ${found.length} findings (seed ${seed})`,
)
process.exitCode = found.length > 0 ? 1 : 0
