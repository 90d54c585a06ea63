import type { EventHeader, LogEvent, Scalar } from '../../ir/index.ts'
import { findIsoTime } from '../json/iso-time.ts'
import { addParts } from './request.ts'

type Fields = Map<string, readonly Scalar[]>

/** What the lines with `#` said last. */
export interface W3cHeader {
  readonly names: readonly string[]
  /** The day of the log, for logs whose rows have only the time. */
  readonly date: string | undefined
  /** Whether only a proxy has such fields. Told once, because a header may be as long as a log. */
  readonly isProxy: boolean
}

/** What a line with `#` says: `#Fields: date time cs-method cs(User-Agent)`. */
export function readDirective(header: W3cHeader, line: string): W3cHeader {
  const [, name = '', value = ''] = /^#([A-Za-z-]+):\s*(.*?)\s*$/.exec(line) ?? []
  switch (name.toLowerCase()) {
    case 'fields': {
      const names = value.split(/\s+/).map(nameOf)
      return { ...header, names, isProxy: names.some(name => proxyFields.has(name)) }
    }
    case 'date':
      return { ...header, date: /^\d{4}-\d\d-\d\d(?!\S)/.exec(value)?.[0] }
    default:
      return header
  }
}

/** The names of headers as Sigma has them: `cs(User-Agent)` is `cs-user-agent`. */
function nameOf(field: string): string {
  const [, side, header] = /^(cs|sc|rs|sr)\(([^()]+)\)$/i.exec(field) ?? []
  if (side === undefined || header === undefined) return field
  return `${side}-${header}`.toLowerCase()
}

/** The cells of a row: separated by blanks or tabs; Blue Coat quotes those that have blanks. */
export function splitRow(line: string): readonly string[] {
  const cells: string[] = []
  for (const [, quoted, bare = ''] of line.matchAll(/"((?:[^"]|"")*)"(?=\s|$)|(\S+)/g)) {
    cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
  }
  return cells
}

/**
 * The event of a row of W3C extended logs (IIS, proxies). `-` is an absent value. IIS writes `+` for
 * the blanks of headers: they are values as logged and with blanks, because rules have either.
 */
export function toW3cEvent(
  { names, date, isProxy }: W3cHeader,
  cells: readonly string[],
  line: string,
  record: number,
): LogEvent {
  const fields: Fields = new Map()
  for (let i = 0; i < names.length && i < cells.length; i++) {
    const [name = '', cell = ''] = [names[i], cells[i]]
    if (cell === '-' || cell === '') continue
    const isHeader = plusFields.has(name) && cell.includes('+') && !cell.includes(' ')
    fields.set(name, isHeader ? [cell, cell.replaceAll('+', ' ')] : [cell])
  }
  const text = (name: string): string => String(fields.get(name)?.[0] ?? '')
  const stem = text('cs-uri-stem') || text('cs-uri-path')
  const query = text('cs-uri-query').replace(/^\?/, '')
  if (isProxy) addProxyNames(fields, text, { stem, query })
  addParts(fields, stem, query)
  fields.set('message', [line])
  const time = findIsoTime(`${text('date') || date} ${text('time')}`)
  const computer = text('s-computername')
  const header: EventHeader = {
    record,
    ...(time === undefined ? {} : { time }),
    ...(computer === '' ? {} : { computer }),
  }
  return { header, fields }
}

const plusFields: ReadonlySet<string> = new Set(['cs-user-agent', 'cs-referer', 'cs-cookie'])

/** Fields that only proxies have: the other server’s side, and what was made of the request. */
const proxyFields: ReadonlySet<string> = new Set([
  'c-uri',
  'cs-categories',
  'cs-uri-scheme',
  'r-dns',
  'r-ip',
  'r-host',
  'r-supplier-dns',
  'r-supplier-ip',
  's-hierarchy',
  'sc-filter-result',
])

interface Target {
  readonly stem: string
  readonly query: string
}

/** Sigma’s names of proxies, as the rules of the category have them. */
function addProxyNames(
  fields: Fields,
  text: (name: string) => string,
  { stem, query }: Target,
): void {
  const add = (name: string, value: string): void => {
    if (value !== '' && !fields.has(name)) fields.set(name, [value])
  }
  const host = text('cs-host')
  const target = query === '' ? stem : `${stem}?${query}`
  add('c-uri', text('cs-uri') || `${originOf(text, host)}${target}`)
  add('c-uri-stem', stem)
  add('c-uri-query', query)
  const agents = fields.get('cs-user-agent')
  if (agents !== undefined && !fields.has('c-useragent')) fields.set('c-useragent', agents)
  add('r-dns', host)
  add('src_ip', text('c-ip'))
  add('dst_ip', text('r-ip'))
}

/** `http://a.org:8080`; empty where the log does not say both scheme and host. */
function originOf(text: (name: string) => string, host: string): string {
  const scheme = text('cs-uri-scheme')
  if (scheme === '' || host === '') return ''
  const port = text('cs-uri-port')
  const isUsual = port === '' || port === (scheme === 'https' ? '443' : '80')
  return `${scheme}://${host}${isUsual ? '' : `:${port}`}`
}
