import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import {
  evtxSamples,
  filesBelow,
  jsonLines,
  largeEvtx,
  manyRules,
  root,
  shared,
  sizeOf,
  tenfoldRules,
  windowsRules,
} from './inputs.ts'

/**
 * `npm run bench`: every figure of the engine beside what it is compared with, in one run, as medians of
 * several turns that alternate. Prints a table and writes it to `bench/RESULTS.md`.
 *
 *     node dist/bench/run.js [--quick] [--only NAME]
 */

const isQuick = process.argv.includes('--quick')
const only = process.argv[process.argv.indexOf('--only') + 1]
const turns = isQuick ? 1 : 5
const program = join(root, 'bin', 'indicia.js')
const work = mkdtempSync(join(tmpdir(), 'indicia-bench-'))

interface Run {
  readonly seconds: number
  readonly load: number
  readonly scan: number
  readonly events: number
  readonly matches: number
  readonly peakMegabytes: number
  readonly cacheBytes: number
}

interface ScanOptions {
  readonly rules: string
  readonly input: string
  readonly jobs: number
  readonly cache: string | undefined
}

/** One scan in a process of its own; matches are thrown away. */
function scan({ rules, input, jobs, cache }: ScanOptions): Run {
  const summaryPath = join(work, 'summary.json')
  const start = performance.now()
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      program,
      'scan',
      input,
      '--rules',
      rules,
      '--jobs',
      String(jobs),
      ...(cache === undefined ? ['--no-cache'] : ['--cache', cache]),
      '--json',
      '--output',
      process.platform === 'win32' ? 'NUL' : '/dev/null',
      '--summary',
      summaryPath,
    ],
    { encoding: 'utf8' },
  )
  const seconds = (performance.now() - start) / 1000
  if (status !== 0 && status !== 3) throw new Error(`the scan failed: ${stderr}`)
  const summary = JSON.parse(readFileSync(summaryPath, 'utf8'))
  return {
    seconds,
    load: summary.seconds.load,
    scan: summary.seconds.scan,
    events: summary.events,
    matches: summary.matches,
    peakMegabytes: summary.peakMemoryBytes / (1 << 20),
    cacheBytes: summary.rules.cache.bytesRead,
  }
}

/** Runs a script of this folder and gives the number that it prints. */
function measure(script: string, ...arguments_: readonly string[]): number {
  const path = join(root, 'dist', 'bench', script)
  const { stdout, stderr, status } = spawnSync(process.execPath, [path, ...arguments_], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`)
  return Number(stdout.trim())
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/** Takes turns, so that a machine that gets slower does so for all. */
function alternate<T extends Record<string, () => unknown>>(
  things: T,
): { readonly [Name in keyof T]: ReturnType<T[Name]>[] } {
  const results: Record<string, unknown[]> = {}
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, thing] of Object.entries(things)) {
      results[name] = [...(results[name] ?? []), thing()]
    }
  }
  // Each name has the results of its own function.
  return results as { readonly [Name in keyof T]: ReturnType<T[Name]>[] }
}

interface Row {
  readonly what: string
  readonly measured: string
  readonly target: string
  readonly holds: boolean | undefined
}

const rows: Row[] = []

function report(what: string, measured: string, target: string, holds: boolean | undefined): void {
  rows.push({ what, measured, target, holds })
  const mark = holds === undefined ? ' ' : holds ? '✓' : '✗'
  process.stdout.write(`${mark} ${what}: ${measured} (target ${target})\n`)
}

const fixed = (value: number, digits = 2): string => value.toFixed(digits)
const medianOf = (runs: readonly Run[], member: keyof Run): number =>
  median(runs.map(run => run[member]))

function benchSmallFiles(): void {
  const rules = windowsRules()
  const input = evtxSamples()
  const warm = join(work, 'warm')
  scan({ rules, input, jobs: 1, cache: warm })
  const { yaml, cold, hot } = alternate({
    yaml: () => measure('yaml-parse.js', rules),
    cold: () => {
      const cache = join(work, 'cold')
      rmSync(cache, { recursive: true, force: true })
      return scan({ rules, input, jobs: 1, cache })
    },
    hot: () => scan({ rules, input, jobs: 1, cache: warm }),
  })
  const parse = median(yaml)
  const count = filesBelow(rules, /\.yml$/).length
  const [first] = hot
  report(
    `277 EVTX files, ${count} rules, warm, start to exit`,
    `${fixed(medianOf(hot, 'seconds'))} s = ${fixed(medianOf(hot, 'seconds') / parse)} × a YAML parse of the rules (${fixed(parse)} s); ${first?.matches} matches`,
    '≤ 0.8 ×',
    medianOf(hot, 'seconds') / parse <= 0.8,
  )
  report(
    'the same, cold',
    `${fixed(medianOf(cold, 'seconds'))} s = ${fixed(medianOf(cold, 'seconds') / parse)} ×`,
    '≤ 3.3 ×',
    medianOf(cold, 'seconds') / parse <= 3.3,
  )
  const megabytes = medianOf(hot, 'cacheBytes') / (1 << 20)
  report(
    'kept rules: load, and bytes read before the first event',
    `${fixed(medianOf(hot, 'load'))} s, ${fixed(megabytes, 1)} MB`,
    '≤ 0.25 s, ≤ 30 MB',
    medianOf(hot, 'load') <= 0.25 && megabytes <= 30,
  )
}

function benchLargeEvtx(): void {
  const rules = windowsRules()
  const cache = join(work, 'warm')
  const input = largeEvtx(600)
  scan({ rules, input: evtxSamples(), jobs: 1, cache })
  const { decode, one, two } = alternate({
    decode: () => measure('decode-evtx.js', input),
    one: () => scan({ rules, input, jobs: 1, cache }),
    two: () => scan({ rules, input, jobs: 2, cache }),
  })
  const events = one[0]?.events ?? 0
  const rate = events / medianOf(one, 'scan')
  report(
    `EVTX of ${Math.round(sizeOf(input) / (1 << 20))} MB, ${events} records, scan phase, one job`,
    `${Math.round(rate)} records/s, ${one[0]?.matches} matches; all fields to strings without rules: ${Math.round(events / median(decode))} records/s`,
    '≥ 200,000 records/s',
    rate >= 200_000,
  )
  const gain = medianOf(one, 'scan') / medianOf(two, 'scan')
  report('2 jobs against 1, scan phase', `${fixed(gain)} ×`, '≥ 1.8 ×', gain >= 1.8)
  const small = largeEvtx(60)
  const tenth = alternate({
    small: () => scan({ rules, input: small, jobs: 2, cache }),
    large: () => scan({ rules, input, jobs: 2, cache }),
  })
  const growth = medianOf(tenth.large, 'scan') / medianOf(tenth.small, 'scan')
  const memory = [medianOf(tenth.small, 'peakMegabytes'), medianOf(tenth.large, 'peakMegabytes')]
  const [less = 0, more = 0] = memory
  report(
    'the log grows tenfold (60 to 600 MB), scan phase, 2 jobs',
    `${fixed(growth)} ×; peak memory ${Math.round(less)} and ${Math.round(more)} MB`,
    '≤ 10.5 ×, the same within 15 %, ≤ 350 MB',
    growth <= 10.5 && more <= less * 1.15 && more <= 350,
  )
}

/** What a scan takes to get going is a small part of a long one: threads and memory are seen as they stay. */
function benchLongEvtx(): void {
  const rules = windowsRules()
  const cache = join(work, 'warm')
  scan({ rules, input: evtxSamples(), jobs: 1, cache })
  const [less, more] = [largeEvtx(240), largeEvtx(2400)]
  const { small, one, two } = alternate({
    small: () => scan({ rules, input: less, jobs: 2, cache }),
    one: () => scan({ rules, input: more, jobs: 1, cache }),
    two: () => scan({ rules, input: more, jobs: 2, cache }),
  })
  const events = one[0]?.events ?? 0
  const rate = events / medianOf(one, 'scan')
  const gain = medianOf(one, 'scan') / medianOf(two, 'scan')
  report(
    `EVTX of 2.4 GB, ${events} records, scan phase, one job`,
    `${Math.round(rate)} records/s; 2 jobs ${fixed(gain)} ×`,
    '≥ 200,000 records/s, ≥ 1.8 ×',
    rate >= 200_000 && gain >= 1.8,
  )
  const growth = medianOf(two, 'scan') / medianOf(small, 'scan')
  const before = medianOf(small, 'peakMegabytes')
  const after = medianOf(two, 'peakMegabytes')
  report(
    'the log grows tenfold (240 to 2400 MB), scan phase, 2 jobs',
    `${fixed(growth)} ×; peak memory ${Math.round(before)} and ${Math.round(after)} MB`,
    '≤ 10.5 ×, the same within 15 %, ≤ 350 MB',
    growth <= 10.5 && after <= before * 1.15 && after <= 350,
  )
}

async function benchJson(): Promise<void> {
  const rules = windowsRules()
  const cache = join(work, 'warm')
  const input = await jsonLines()
  scan({ rules, input: evtxSamples(), jobs: 1, cache })
  const peer = findRsigma()
  const { parse, ours, theirs } = alternate({
    parse: () => measure('parse-json.js', input),
    ours: () => scan({ rules, input, jobs: 1, cache }),
    theirs: () => (peer === undefined ? undefined : runRsigma(peer, rules, input)),
  })
  const events = ours[0]?.events ?? 0
  const rate = events / medianOf(ours, 'scan')
  const parseRate = events / median(parse)
  report(
    `JSON of ${Math.round(sizeOf(input) / (1 << 20))} MB, ${events} events, scan phase, one job`,
    `${Math.round(rate)} events/s = ${fixed(rate / parseRate)} × JSON.parse alone (${Math.round(parseRate)} events/s)`,
    '≥ 0.5 ×',
    rate / parseRate >= 0.5,
  )
  const seconds = theirs.flatMap(one => one ?? [])
  if (seconds.length === 0) {
    report(
      'the same against rsigma',
      'rsigma cannot be built here: see bench/peers/README.md',
      '≥ 3 ×',
      undefined,
    )
    return
  }
  const theirRate = events / median(seconds)
  report(
    'the same against rsigma, whose load is taken off',
    `${fixed(rate / theirRate)} × (${Math.round(theirRate)} events/s)`,
    '≥ 3 ×',
    rate / theirRate >= 3,
  )
}

/** The program from its registry package, built on first use where `cargo` is. */
function findRsigma(): string | undefined {
  const built = join(root, 'bench', 'peers', 'built')
  const path = join(built, 'bin', 'rsigma')
  if (existsSync(path)) return path
  if (spawnSync('cargo', ['--version']).status !== 0) return undefined
  process.stdout.write('building rsigma, which takes some minutes\n')
  const package_ = ['rsigma', '--version', '0.23.0', '--locked', '--root', built]
  spawnSync('cargo', ['install', ...package_], { stdio: ['ignore', 'ignore', 'inherit'] })
  return existsSync(path) ? path : undefined
}

function firstLine(path: string): string {
  const file = openSync(path, 'r')
  const bytes = new Uint8Array(1 << 20)
  const read = readSync(file, bytes)
  closeSync(file)
  return `${new TextDecoder().decode(bytes.subarray(0, read)).split('\n', 1)[0]}\n`
}

/** Seconds for the events, the time for one event taken off: that is what loading takes. */
function runRsigma(path: string, rules: string, input: string): number {
  const time = (events: string): number => {
    const start = performance.now()
    const { status, stderr } = spawnSync(
      path,
      [
        'engine',
        'eval',
        '--rules',
        rules,
        '--pipeline',
        'sysmon',
        '--logsource-routing',
        '--event',
        `@${events}`,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
    )
    if (status !== 0) throw new Error(`rsigma failed: ${stderr.slice(0, 500)}`)
    return (performance.now() - start) / 1000
  }
  const one = join(work, 'one.ndjson')
  writeFileSync(one, firstLine(input))
  return time(input) - time(one)
}

function benchRules(): void {
  const cache = join(work, 'rules')
  const input = largeEvtx(60)
  const few = windowsRules()
  const many = tenfoldRules()
  for (const rules of [few, many]) scan({ rules, input: evtxSamples(), jobs: 1, cache })
  const { small, large } = alternate({
    small: () => scan({ rules: few, input, jobs: 1, cache }),
    large: () => scan({ rules: many, input, jobs: 1, cache }),
  })
  const growth = medianOf(large, 'scan') / medianOf(small, 'scan')
  const memory = medianOf(large, 'peakMegabytes')
  report(
    'rules grow tenfold, scan phase (60 MB)',
    `${fixed(growth)} ×, peak memory ${Math.round(memory)} MB`,
    '≤ 1.5 ×, ≤ 1 GB',
    growth <= 1.5 && memory <= 1024,
  )
  if (isQuick) return
  const all = scan({
    rules: manyRules(100_000),
    input: join(evtxSamples()),
    jobs: 1,
    cache: undefined,
  })
  report(
    '100,000 rules without kept ones',
    `${fixed(all.load, 1)} s to load, peak memory ${Math.round(all.peakMegabytes)} MB`,
    'bounded memory',
    undefined,
  )
}

async function main(): Promise<void> {
  if (!existsSync(shared)) {
    process.stdout.write(
      'There is no folder ../shared with rules and logs, so nothing is measured.\n',
    )
    return
  }
  const benches: Readonly<Record<string, () => void | Promise<void>>> = {
    small: benchSmallFiles,
    large: benchLargeEvtx,
    long: benchLongEvtx,
    json: benchJson,
    rules: benchRules,
  }
  try {
    for (const [name, bench] of Object.entries(benches)) {
      if (process.argv.includes('--only') && name !== only) continue
      await bench()
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  if (isQuick || process.argv.includes('--only')) return
  const [processor] = cpus()
  writeFileSync(
    join(root, 'bench', 'RESULTS.md'),
    [
      '# Results',
      '',
      `Written by \`npm run bench\` on ${cpus().length} × ${processor?.model ?? 'unknown'}, ${Math.round(totalmem() / (1 << 30))} GB, Node ${process.version}.`,
      'Each figure is the median of five turns, and what is compared took turns in one run.',
      '',
      '| what | measured | target | holds |',
      '|---|---|---|---|',
      ...rows.map(
        ({ what, measured, target, holds }) =>
          `| ${what} | ${measured} | ${target} | ${holds === undefined ? '' : holds ? 'yes' : 'no'} |`,
      ),
      '',
    ].join('\n'),
  )
}

await main()
