import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defaultLogLimits } from '../src/logs/index.ts'
import { readZip } from '../src/logs/zip.ts'
import { writeLargeEvtx } from './large-evtx.ts'

const here = dirname(fileURLToPath(import.meta.url))
/** The checkout: this file runs from `dist/bench`. */
export const root: string = join(here, '..', '..')
export const shared: string = join(root, '..', 'shared')
const made = join(root, 'bench', '.inputs')

/** The files below a folder whose names fit, in their order. */
export function filesBelow(folder: string, name: RegExp): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return filesBelow(path, name)
      return name.test(entry.name) ? [path] : []
    })
}

/** Makes an input once and gives its path. */
function once(name: string, make: (path: string) => void): string {
  const path = join(made, name)
  if (existsSync(path)) return path
  mkdirSync(made, { recursive: true })
  make(path)
  return path
}

/**
 * The rules that other engines were timed with: active ones of SigmaHQ for Windows, each file once. In the
 * shared sample of the rules these are the folders `rules` and `rules-emerging-threats`, as far as a rule's
 * product is Windows.
 */
export function windowsRules(): string {
  return once('rules-windows', path => {
    const source = join(shared, 'corpora', 'sigma')
    for (const file of filesBelow(source, /\.yml$/)) {
      const place = relative(source, file)
      if (!/^rules(-emerging-threats|-threat-hunting|-compliance)?[\\/]/.test(place)) continue
      const text = readFileSync(file, 'utf8')
      if (!/^ {4}product: windows\b/m.test(text)) continue
      mkdirSync(dirname(join(path, place)), { recursive: true })
      writeFileSync(join(path, place), text)
    }
  })
}

/** Ten variants of each of the rules, with other literals and ids. */
export function tenfoldRules(): string {
  return once('rules-tenfold', path => {
    const source = windowsRules()
    for (const file of filesBelow(source, /\.yml$/)) {
      const text = readFileSync(file, 'utf8')
      for (let variant = 0; variant < 10; variant++) {
        const target = join(path, String(variant), relative(source, file))
        mkdirSync(dirname(target), { recursive: true })
        writeFileSync(target, variant === 0 ? text : toVariant(text, variant))
      }
    }
  })
}

/** The rule with other literals: letters of its values are turned, what selects events stays. */
function toVariant(text: string, variant: number): string {
  let isDetection = false
  return text
    .split('\n')
    .map(line => {
      if (/^\S/.test(line)) isDetection = line.startsWith('detection:')
      if (/^id: /.test(line)) return line.replace(/[0-9a-f]{3}$/, turned)
      if (!isDetection || /^\s+(condition|EventID|Provider_Name|Channel|timeframe)\b/.test(line)) {
        return line
      }
      if (line.includes('|re')) return line
      if (line.includes("'")) {
        return line.replace(/'((?:[^']|'')*)'/g, (_, value: string) => `'${turned(value)}'`)
      }
      return line.replace(
        /^(\s*(?:- )?(?:[\w|.]+: +)?)(\S.*)$/,
        (whole, start: string, value: string) =>
          value.endsWith(':') ? whole : `${start}${turned(value)}`,
      )
    })
    .join('\n')

  function turned(value: string): string {
    return value.replace(/[a-z]{3,}/gi, word =>
      Array.from(word, letter => {
        const code = letter.charCodeAt(0)
        const first = code >= 97 ? 97 : 65
        return String.fromCharCode(((code - first + variant) % 26) + first)
      }).join(''),
    )
  }
}

/** Rules in one file each, many times over, with ids of their own. */
export function manyRules(count: number): string {
  return once(`rules-${count}`, path => {
    const files = filesBelow(windowsRules(), /\.yml$/)
    for (let number = 0; number < count; number++) {
      const text = readFileSync(files[number % files.length] ?? '', 'utf8')
      const folder = join(path, String(Math.floor(number / 1000)))
      mkdirSync(folder, { recursive: true })
      const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
      writeFileSync(join(folder, `${number}.yml`), text.replace(/^id: .*$/m, `id: ${id}`))
    }
  })
}

export function evtxSamples(): string {
  return join(shared, 'logs', 'evtx-attack-samples')
}

/** An EVTX file of about this many megabytes. */
export function largeEvtx(megabytes: number): string {
  return once(`large-${megabytes}.evtx`, path => {
    writeLargeEvtx(filesBelow(evtxSamples(), /\.evtx$/i), path, megabytes * (1 << 20))
  })
}

/** The events of the Security-Datasets archives as they are, one a line. */
export async function jsonLines(): Promise<string> {
  const path = join(made, 'events.ndjson')
  if (existsSync(path)) return path
  mkdirSync(made, { recursive: true })
  const file = openSync(path, 'w')
  try {
    const folder = join(shared, 'logs', 'security-datasets')
    for (const archive of filesBelow(folder, /\.zip$/)) {
      for (const text of await linesOf(archive)) writeSync(file, text)
    }
  } finally {
    closeSync(file)
  }
  return path
}

/** The lines of an archive that are objects, as they are. */
async function linesOf(archive: string): Promise<readonly string[]> {
  const texts: string[] = []
  for await (const { name, blocks } of readZip(archive, defaultLogLimits, () => {})) {
    if (!/\.json$/i.test(name) || name.includes('__MACOSX')) continue
    const decoder = new TextDecoder()
    let rest = ''
    for await (const block of blocks) {
      const lines = (rest + decoder.decode(block, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      texts.push(objectsOf(lines))
    }
    texts.push(objectsOf([rest]))
  }
  return texts
}

function objectsOf(lines: readonly string[]): string {
  return lines
    .filter(line => line.startsWith('{') && line.trimEnd().endsWith('}'))
    .map(line => `${line.trimEnd()}\n`)
    .join('')
}

export function sizeOf(path: string): number {
  return statSync(path).size
}
