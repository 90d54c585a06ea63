import type { Scalar } from '../../ir/index.ts'

type Fields = Map<string, readonly Scalar[]>

/** A CEF or LEEF message inside a line, and what stands before it (a syslog header). */
export interface Found {
  readonly fields: Fields
  readonly before: string
  readonly isLeef: boolean
}

/**
 * The message of a line of ArcSight’s Common Event Format or of IBM’s Log Event Extended Format:
 *
 *     Sep 19 08:26:10 host CEF:0|Security|threatmanager|1.0|100|worm stopped|10|src=10.0.0.1 act=block
 *     LEEF:2.0|Vendor|Product|1.0|EventId|^|src=10.0.0.1^dst=10.0.0.2
 *
 * `undefined` when the line has neither, or its header is not whole.
 */
export function findMessage(line: string): Found | undefined {
  const start = /(?<![A-Za-z0-9])(CEF: ?|LEEF:)(\d(?:\.\d)?)\|/.exec(line)
  if (start === null) return undefined
  const [whole, kind = '', version = ''] = start
  const isLeef = kind === 'LEEF:'
  const rest = line.slice(start.index + whole.length)
  const fields: Fields = new Map()
  const isRead = isLeef ? readLeef(fields, rest, version) : readCef(fields, rest)
  if (!isRead) return undefined
  addSigmaNames(fields)
  return { fields, before: line.slice(0, start.index), isLeef }
}

/** Names of the header’s members; LEEF’s are called as CEF’s, so that a rule is for both. */
const cefHeader = [
  'deviceVendor',
  'deviceProduct',
  'deviceVersion',
  'deviceEventClassId',
  'name',
  'severity',
]

function readCef(fields: Fields, text: string): boolean {
  const header = cutHeader(text, cefHeader.length)
  if (header === undefined) return false
  header.cells.forEach((cell, i) => {
    const name = cefHeader[i]
    if (name !== undefined) fields.set(name, [cell])
  })
  for (const [key, value] of cefPairs(text.slice(header.end))) {
    if (value !== '') fields.set(key, [value])
  }
  addLabels(fields)
  addFortinetNames(fields)
  return true
}

function readLeef(fields: Fields, text: string, version: string): boolean {
  const isSecond = version.startsWith('2')
  const header = cutHeader(text, 4)
  if (header === undefined) return false
  header.cells.forEach((cell, i) => {
    const name = cefHeader[i]
    if (name !== undefined) fields.set(name, [cell])
  })
  let rest = text.slice(header.end)
  let delimiter = '\t'
  // `^|`, `x5E|`, `0x5E|`; some write nothing, and some leave the member out.
  const stated = isSecond ? /^(0?x[0-9a-fA-F]{2,4}|[^|]?)\|/.exec(rest) : null
  if (stated !== null) {
    const [whole, word = ''] = stated
    rest = rest.slice(whole.length)
    if (word.length === 1) delimiter = word
    else if (word !== '') {
      delimiter = String.fromCharCode(Number.parseInt(word.replace(/^0?x/, ''), 16))
    }
  }
  for (const pair of rest.split(delimiter)) {
    const equals = pair.indexOf('=')
    const key = pair.slice(0, Math.max(equals, 0)).trim()
    const value = pair.slice(equals + 1)
    if (/^[\w.-]{1,256}$/.test(key) && value !== '') fields.set(key, [value])
  }
  return true
}

/** The first `count` members of a header, each ended by `|`; `\|` and `\\` stand for themselves. */
function cutHeader(
  text: string,
  count: number,
): { readonly cells: readonly string[]; readonly end: number } | undefined {
  const cells: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '|') {
      cells.push(text.slice(from, at).replaceAll(/\\([\\|])/g, '$1'))
      from = at + 1
      if (cells.length === count) return { cells, end: from }
    }
  }
  // A header may end the line, with nothing behind it.
  if (cells.length !== count - 1 || count !== cefHeader.length) return undefined
  return { cells: [...cells, text.slice(from)], end: text.length }
}

/**
 * `msg=a b\=c request=http://x/?y=z`: a value goes on to the blank before the next key. A key is a
 * word with `=` right behind, which is why a `=` inside a word needs no escape to be understood.
 */
function* cefPairs(text: string): Generator<readonly [key: string, value: string]> {
  let key = ''
  let from = 0
  for (const match of text.matchAll(/(?<=^|\s)([A-Za-z0-9_.[\]-]{1,256})=/g)) {
    if (key !== '') yield [key, readValue(text.slice(from, match.index))]
    key = match[1] ?? ''
    from = match.index + match[0].length
  }
  if (key !== '') yield [key, readValue(text.slice(from))]
}

function readValue(text: string): string {
  const trimmed = text.trimEnd()
  if (!trimmed.includes('\\')) return trimmed
  return trimmed.replaceAll(/\\([\\=|nr])/g, (_, letter: string) =>
    letter === 'n' ? '\n' : letter === 'r' ? '\r' : letter,
  )
}

/** `cs1Label=User cs1=bob` is also `User=bob`, unless the event has a field of that name. */
function addLabels(fields: Fields): void {
  for (const [name, [label]] of [...fields]) {
    if (!name.endsWith('Label') || typeof label !== 'string') continue
    const values = fields.get(name.slice(0, -'Label'.length))
    if (values !== undefined && label !== '' && !fields.has(label)) fields.set(label, values)
  }
}

/** FortiGate’s own names, which it writes with a prefix: `FTNTFGTcfgpath` is `cfgpath`. */
function addFortinetNames(fields: Fields): void {
  for (const [name, values] of [...fields]) {
    const own = /^FTNTFGT(.+)$/.exec(name)?.[1]
    if (own !== undefined && !fields.has(own)) fields.set(own, values)
  }
}

/** Sigma’s names of proxies, firewalls and web servers, for keys of exactly this meaning. */
const sigmaNames: readonly (readonly [from: string, to: string])[] = [
  ['src', 'src_ip'],
  ['dst', 'dst_ip'],
  ['spt', 'src_port'],
  ['dpt', 'dst_port'],
  ['srcPort', 'src_port'],
  ['dstPort', 'dst_port'],
  ['act', 'action'],
  ['request', 'c-uri'],
  ['url', 'c-uri'],
  ['requestMethod', 'cs-method'],
  ['requestClientApplication', 'c-useragent'],
  ['requestCookies', 'cs-cookie'],
]

function addSigmaNames(fields: Fields): void {
  if (isMalware(fields)) addNames(fields, malwareNames)
  addNames(fields, sigmaNames)
}

/** Deep Security’s messages of malware: the name of the message is the signature. */
function isMalware(fields: Fields): boolean {
  return (
    fields.get('deviceProduct')?.[0] === 'Deep Security Agent' &&
    /^40000\d\d$/.test(String(fields.get('deviceEventClassId')?.[0]))
  )
}

const malwareNames = [
  ['name', 'Signature'],
  ['filePath', 'Filename'],
] as const

function addNames(fields: Fields, names: readonly (readonly [from: string, to: string])[]): void {
  for (const [from, to] of names) {
    const values = fields.get(from)
    if (values !== undefined && !fields.has(to)) fields.set(to, values)
  }
}
