import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CompiledRules,
  compileRules,
  createReferenceScan,
  createScanner,
  type Match,
  type Scanner,
  type UncompiledRule,
} from '../../src/app/index.ts'
import type { Decoded } from '../../src/formats/index.ts'
import { type LogEvent, type NameTable, nameTable } from '../../src/ir/index.ts'
import {
  defaultLogLimits,
  type InputFormat,
  inputFormats,
  readEvents,
} from '../../src/logs/index.ts'
import type { OpenRawDecoder } from '../../src/logs/log-format.ts'
import { logFormats } from '../../src/logs/log-formats.ts'
import { logProblemCodes } from '../../src/logs/problem-codes.ts'
import { withoutPlaces } from '../support/without-places.ts'
import { describeEvent, describeProblem, describeRawEvent } from './describe-item.ts'
import { examineQuery } from './examine-query.ts'
import type { FuzzInput } from './make-input.ts'
import type { QueryLanguage } from './query-seeds.ts'
import { createRandom } from './random.ts'

/** What went wrong with an input. */
export interface Finding {
  readonly kind: 'crash' | 'hang' | 'memory' | 'difference' | 'malformed'
  readonly text: string
}

export interface Examined {
  readonly findings: readonly Finding[]
  readonly format: InputFormat | QueryLanguage | 'archive' | 'none'
  readonly events: number
  readonly problems: number
  readonly matches: number
  /** The step that took most of the processor, and how much, in milliseconds. */
  readonly slowest: { readonly step: string; readonly ms: number }
  /** By how much reading it as a file made the most memory grow that the process ever had, in bytes. */
  readonly growth: number
}

export interface Examiner {
  examine(input: FuzzInput): Promise<Examined>
}

/**
 * So many inputs one after the other share what a scan shares between its files: the table of names,
 * what the decoders learned, the scanner with its memory of values. What one log leaves there must not
 * change what another says.
 */
export const sessionLength = 16

interface Session {
  readonly number: number
  readonly names: NameTable
  readonly decoders: Map<InputFormat, OpenRawDecoder>
  readonly scanner: Scanner
}

/** Reads inputs in every way there is, which have to agree. `folder` is where inputs are written. */
export function createExaminer(folder: string, rules: readonly UncompiledRule[]): Examiner {
  const compiled: CompiledRules = compileRules(rules)
  const reference = createReferenceScan(rules)
  let session: Session | undefined

  const sessionOf = (number: number): Session => {
    const wanted = Math.floor(number / sessionLength)
    if (session?.number !== wanted) {
      const names = nameTable()
      const scanner = createScanner(compiled, names)
      session = { number: wanted, names, decoders: new Map(), scanner }
    }
    return session
  }

  return {
    async examine(input) {
      const findings: Finding[] = []
      let slowest = { step: '', ms: 0 }
      /** Runs a step; what it throws is a crash. */
      const step = async <T>(name: string, run: () => T | Promise<T>): Promise<T | undefined> => {
        const before = process.cpuUsage()
        try {
          return await run()
        } catch (error) {
          const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
          findings.push({ kind: 'crash', text: `${name}: ${text}` })
          return undefined
        } finally {
          const { user, system } = process.cpuUsage(before)
          const ms = Math.round((user + system) / 1000)
          if (ms > slowest.ms) slowest = { step: name, ms }
        }
      }
      /** Both ways of reading have to find the same. */
      const compare = async (what: string, one: Pass, other: Pass): Promise<void> => {
        const first = await step(`${what}, the first`, () => collect(one))
        const second = await step(`${what}, the second`, () => collect(other))
        if (first === undefined || second === undefined) return
        const length = Math.max(first.keys.length, second.keys.length)
        for (let i = 0; i < length; i++) {
          if (first.keys[i] === second.keys[i]) continue
          const text = difference(collect(one, i).kept, collect(other, i).kept)
          findings.push({ kind: 'difference', text: `${what} differ in item ${i}, ${text}` })
          return
        }
      }
      if (input.query !== undefined) {
        const { query } = input
        const peak = peakMemory()
        const { findings: own, problems } = await examineQuery(query, step)
        const growth = peakMemory() - peak
        const counts = { events: 0, problems, matches: 0 }
        return {
          findings: [...findings, ...own],
          format: query.language,
          ...counts,
          slowest,
          growth,
        }
      }
      const isPacked = packedHeads.some(head => head.every((byte, i) => input.bytes[i] === byte))
      const peak = peakMemory()
      const read = await step('readEvents', () => readFile(folder, input))
      const growth = peakMemory() - peak
      for (const text of read?.malformed ?? []) findings.push({ kind: 'malformed', text })

      let matches = 0
      const random = createRandom(input.number, 0x5eed)
      const formats = new Set<InputFormat>()
      if (read?.format !== undefined && !isPacked) formats.add(read.format)
      if (input.inputFormat !== undefined) formats.add(input.inputFormat)
      if (formats.size === 0 || random.chance(0.1)) formats.add(random.pick(inputFormats))
      for (const format of formats) {
        const { names, decoders, scanner } = sessionOf(input.number)
        const pieces = cut(input.bytes, random.below(3) === 0 ? 64 : 1 << 16, random)
        const open =
          decoders.get(format) ??
          logFormats[format].rawDecoders(defaultLogLimits, names, undefined).open
        decoders.set(format, open)
        const plain: Pass = note => readPlainly(format, [input.bytes], note)
        const inPieces: Pass = note => readPlainly(format, pieces, note)
        const withMatches: Pass = note =>
          readPlainly(format, [input.bytes], note, event =>
            describeMatches(reference(input.name, event)),
          )
        const raw: Pass = note => {
          const decoder = open({
            onProblem: problem => note(describeProblem(problem)),
            onEvent(event) {
              const found = scanner.scan(input.name, event)
              matches += found.length
              note(describeRawEvent(event, names) + describeMatches(found))
            },
          })
          for (const piece of pieces) {
            // The bytes are overwritten afterwards, as a reader does.
            const own = new Uint8Array(piece)
            decoder.push(own)
            own.fill(0xee)
          }
          decoder.finish()
        }
        await compare(`${format}: whole and in pieces`, plain, inPieces)
        await compare(`${format}: plain and raw`, withMatches, raw)
      }
      return {
        findings,
        format: isPacked ? 'archive' : (read?.format ?? 'none'),
        events: read?.events ?? 0,
        problems: read?.problems ?? 0,
        matches,
        slowest,
        growth,
      }
    },
  }
}

/** The most memory that the process ever had, in bytes. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024
}

/** How files begin that have to be unpacked: gzip, zip, Zstandard, bzip2. */
const packedHeads = [
  [0x1f, 0x8b],
  [0x50, 0x4b],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x42, 0x5a, 0x68],
]

interface ReadAsFile {
  /** That of the first file that was read. */
  readonly format: InputFormat | undefined
  readonly events: number
  readonly problems: number
  /** What makes no sense. */
  readonly malformed: readonly string[]
}

/** Reads the input as a user's file, and checks that what it says makes sense. */
async function readFile(folder: string, input: FuzzInput): Promise<ReadAsFile> {
  const path = join(folder, input.name.replaceAll(/[/\\]/g, '_'))
  writeFileSync(path, input.bytes)
  const counts = { events: 0, problems: 0 }
  const malformed: string[] = []
  const { inputFormat } = input
  const reading = readEvents([path], inputFormat === undefined ? {} : { inputFormat })
  for await (const batch of reading.batches()) {
    for (const item of batch) {
      if (item.kind === 'problem') {
        counts.problems++
        const { code, offset, reason } = item.problem
        const isKnown = Object.hasOwn(logProblemCodes, code)
        if (isKnown && Number.isSafeInteger(offset) && offset >= 0 && reason !== '') continue
        malformed.push(`a problem: ${JSON.stringify(item.problem)}`)
      } else {
        counts.events++
        const { time } = item.event.header
        if (time !== undefined && Number.isNaN(Date.parse(time))) {
          malformed.push(`the time of an event: ${time}`)
        }
      }
    }
  }
  const events = reading.files.reduce((sum, file) => sum + file.events, 0)
  if (events !== counts.events)
    malformed.push(`${events} events are said, and ${counts.events} come`)
  if (counts.events + counts.problems + reading.skipped === 0 && input.bytes.length === 0) {
    malformed.push('nothing is said of an empty file')
  }
  return { ...counts, format: reading.files[0]?.format, malformed }
}

/** A way of reading, which tells what it finds, as texts. */
type Pass = (note: (text: string) => void) => void

interface Collected {
  /** What stands for each text: to keep them all would take too much. */
  readonly keys: readonly string[]
  /** The text that was asked for, if there is such. */
  readonly kept: string
}

function collect(pass: Pass, keep = -1): Collected {
  const keys: string[] = []
  let kept = 'nothing'
  pass(text => {
    if (keys.length === keep) kept = text
    keys.push(text.length < 64 ? text : createHash('sha1').update(text).digest('base64'))
  })
  return { keys, kept }
}

function readPlainly(
  format: InputFormat,
  pieces: readonly Uint8Array[],
  note: (text: string) => void,
  describe: (event: LogEvent) => string = () => '',
): void {
  const decoder = logFormats[format].open(defaultLogLimits)
  const take = (decoded: Iterable<Decoded>): void => {
    for (const item of decoded) {
      note(
        item.kind === 'problem'
          ? describeProblem(item.problem)
          : describeEvent(item.event) + describe(item.event),
      )
    }
  }
  for (const piece of pieces) take(decoder.push(piece))
  take(decoder.finish())
}

function describeMatches(matches: readonly Match[]): string {
  if (matches.length === 0) return ''
  return JSON.stringify(
    matches.map(withoutPlaces).map(({ rule, explanation }) => [rule.reference.id, explanation]),
  )
}

/** Where two texts differ, with what stands around it. */
function difference(a: string, b: string): string {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  const from = Math.max(0, at - 200)
  const excerpt = (text: string): string => text.slice(from, from + 500)
  return `at ${at}:\n  ${excerpt(a)}\n  ${excerpt(b)}`
}

/** The bytes in pieces of up to so many bytes. */
function cut(
  bytes: Uint8Array,
  longest: number,
  random: ReturnType<typeof createRandom>,
): readonly Uint8Array[] {
  const pieces: Uint8Array[] = []
  const most = bytes.length > 1 << 16 ? 1 << 16 : longest
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + random.below(most)
    pieces.push(bytes.subarray(at, end))
    at = end
  }
  return pieces
}
