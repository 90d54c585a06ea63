import { splitCommandLine } from '../base/index.ts'
import type { Scalar } from '../ir/index.ts'

/** The part of a field that another field holds, such as the file name of a path. */
export type FieldPart = PlainPart | 'joined'

/** Parts of one value; `joined` is of all of them. */
type PlainPart =
  | 'whole'
  | 'lower'
  | 'name'
  | 'directory'
  | 'extension'
  | 'account'
  | 'domain'
  | 'before_at'
  | 'sid'
  | 'number'
  | 'args'
  | 'args_count'
  | 'md5'
  | 'sha1'
  | 'sha256'
  | 'imphash'
  | 'registry_path'
  | 'key'
  | 'value'
  | 'hive'
  | 'subkey'
  | 'registry_data'
  | 'registry_type'
  | 'registry_action'
  | 'direction'
  | 'connection'
  | 'ip_version'
  | 'answers'
  | 'addresses'
  | 'outcome'
  | 'logon_type'
  | 'trust_status'
  | 'trusted'

/**
 * What a vendor’s field holds of one of the event’s own. The values that agents leave out of an event
 * (empty ones, `-`) have no part, and a value that has none leaves the field without it.
 */
const parts: Readonly<Record<PlainPart, (text: string) => readonly Scalar[]>> = {
  whole,
  lower: text => [text.toLowerCase()],
  /** The last component of a path, with either separator. */
  name: text => some(text.slice(nameStart(text))),
  directory: text => (nameStart(text) === 0 ? [] : some(text.slice(0, nameStart(text) - 1))),
  extension: text => some(/\.([^.]*)$/s.exec(text.slice(nameStart(text)))?.[1]),
  /** `DOMAIN\account`. */
  account: text => some(text.slice(text.lastIndexOf('\\') + 1)),
  domain: text => (text.includes('\\') ? some(text.slice(0, text.lastIndexOf('\\'))) : []),
  before_at: text => some(text.replace(/@.*/s, '')),
  /** The well-known identifiers of accounts; those of others do not follow from the name. */
  sid: text => some(wellKnownSids[text.toUpperCase()]),
  number: text => [/^0x[0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text, 16) : text],
  args: splitCommandLine,
  args_count: text => [splitCommandLine(text).length],
  md5: text => findHash(text, 'MD5'),
  sha1: text => findHash(text, 'SHA1'),
  sha256: text => findHash(text, 'SHA256'),
  imphash: text => findHash(text, 'IMPHASH'),
  /** `HKU` is `HKEY_USERS`; rules have either. */
  registry_path: hiveSpellings,
  /** The path of a value without its name. */
  key: text => hiveSpellings(text.slice(0, text.lastIndexOf('\\'))),
  value: text => some(text.slice(text.lastIndexOf('\\') + 1)),
  hive: text => some(hives[firstComponent(text)]),
  subkey: text =>
    hives[firstComponent(text)] === undefined ? [] : some(text.replace(/^[^\\]*\\?/, '')),
  registry_data: registryData,
  registry_type: text => ['change', ...some(registryChanges[text])],
  registry_action: text => [
    'RegistryEvent (Object create and delete)',
    ...some(registryChanges[text]),
  ],
  direction: text => some({ true: 'egress', false: 'ingress' }[text.toLowerCase()]),
  connection: text => [
    'Network connection',
    ...some({ true: 'connection_attempted', false: 'connection_accepted' }[text.toLowerCase()]),
  ],
  ip_version: text => some({ true: 'ipv6', false: 'ipv4' }[text.toLowerCase()]),
  /** `type:  5 host.example;::ffff:192.0.2.1;` */
  answers: text => text.split(';').flatMap(answer => some(plainAnswer(answer))),
  addresses: text => {
    const answers = text.split(';').filter(answer => !answer.startsWith('type:'))
    return answers.flatMap(answer => some(plainAnswer(answer)))
  },
  /** The keywords of the Security log: audit success, audit failure. */
  outcome: text => some(outcomes[text.toLowerCase()]),
  logon_type: text => some(logonTypes[text]),
  /** What Elastic Defend calls a valid signature. */
  trust_status: text => (text === 'Valid' ? [text, 'trusted'] : [text]),
  trusted: text => (text === 'Valid' ? [true] : []),
}

/** The part of this name; `undefined` for none. */
export function findFieldPart(name: string): FieldPart | undefined {
  return name === 'joined' || Object.hasOwn(parts, name) ? (name as FieldPart) : undefined
}

/** The values of a part of a field that has these; `undefined` when there are none. */
export function partOf(part: FieldPart, values: readonly Scalar[]): readonly Scalar[] | undefined {
  if (part === 'joined') return values.length === 0 ? undefined : [values.map(String).join(' ')]
  const made = values.flatMap((value): readonly Scalar[] =>
    value === null || value === '' || value === '-' ? [] : parts[part](String(value)),
  )
  return made.length === 0 ? undefined : made
}

function whole(text: string): readonly string[] {
  return text === '{00000000-0000-0000-0000-000000000000}' ? [] : [text]
}

function some(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : [text]
}

function nameStart(path: string): number {
  return Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1
}

function findHash(text: string, algorithm: string): readonly string[] {
  for (const entry of text.split(',')) {
    const at = entry.indexOf('=')
    const name = entry.slice(0, at).trim().toUpperCase()
    if (name === algorithm)
      return some(/^0*$/.test(entry.slice(at + 1)) ? '' : entry.slice(at + 1).toLowerCase())
  }
  return []
}

/** The names of hives, as events write them, and their abbreviations. */
const hives: Readonly<Record<string, string>> = {
  HKCR: 'HKCR',
  HKEY_CLASSES_ROOT: 'HKCR',
  HKCC: 'HKCC',
  HKEY_CURRENT_CONFIG: 'HKCC',
  HKCU: 'HKCU',
  HKEY_CURRENT_USER: 'HKCU',
  HKLM: 'HKLM',
  HKEY_LOCAL_MACHINE: 'HKLM',
  HKU: 'HKU',
  HKEY_USERS: 'HKU',
}

const longHives: Readonly<Record<string, string>> = {
  HKCR: 'HKEY_CLASSES_ROOT',
  HKCU: 'HKEY_CURRENT_USER',
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKU: 'HKEY_USERS',
}

function firstComponent(path: string): string {
  const end = path.indexOf('\\')
  return (end < 0 ? path : path.slice(0, end)).toUpperCase()
}

/** A key in the spelling of the event, and with its hive’s long name: one key either way. */
function hiveSpellings(path: string): readonly string[] {
  if (path === '') return []
  const long = longHives[firstComponent(path)]
  return long === undefined ? [path] : [path, long + path.slice(firstComponent(path).length)]
}

/** `DWORD (0x00000001)` is 1; a text is itself. */
function registryData(details: string): readonly string[] {
  const word = /^DWORD \((0x[0-9a-f]{8})\)$/i.exec(details)?.[1]
  if (word !== undefined) return [String(Number.parseInt(word, 16)), word]
  const [, high, low] = /^QWORD \(0x([0-9a-f]{8})-0x([0-9a-f]{8})\)$/i.exec(details) ?? []
  if (high === undefined || low === undefined) return [details]
  return [String(BigInt(`0x${high}${low}`)), `0x${high}${low}`]
}

const registryChanges: Readonly<Record<string, string>> = {
  CreateKey: 'creation',
  DeleteKey: 'deletion',
  DeleteValue: 'deletion',
}

const wellKnownSids: Readonly<Record<string, string>> = {
  'NT AUTHORITY\\SYSTEM': 'S-1-5-18',
  'NT AUTHORITY\\LOCAL SERVICE': 'S-1-5-19',
  'NT AUTHORITY\\NETWORK SERVICE': 'S-1-5-20',
}

const outcomes: Readonly<Record<string, string>> = {
  '0x8020000000000000': 'success',
  '0x8010000000000000': 'failure',
  '9232379236109516800': 'success',
  '9227875636482146304': 'failure',
  'audit success': 'success',
  'audit failure': 'failure',
}

/** “Audit logon events”, the table of logon types (learn.microsoft.com). */
const logonTypes: Readonly<Record<string, string>> = {
  2: 'Interactive',
  3: 'Network',
  4: 'Batch',
  5: 'Service',
  7: 'Unlock',
  8: 'NetworkCleartext',
  9: 'NewCredentials',
  10: 'RemoteInteractive',
  11: 'CachedInteractive',
}

/** A mapped address is the IPv4 address. */
function plainAnswer(answer: string): string {
  return answer
    .trim()
    .replace(/^type:\s*\d+\s*/, '')
    .replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '')
}
