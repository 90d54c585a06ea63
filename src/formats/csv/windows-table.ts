import type { EventHeader, LogEvent, Scalar } from '../../ir/index.ts'
import { toElement } from '../json/event-shape.ts'
import { isDeeperThan, isJsonObject, type JsonObject } from '../json/flatten.ts'
import { findIsoTime } from '../json/iso-time.ts'
import { type EventElement, toWindowsEvent } from '../windows-event.ts'
import { parseElement } from '../xml/element.ts'
import type { RowProblem } from './to-event.ts'

/** The cells of a row by the names of their columns. */
export type Row = Map<string, Scalar[]>

/**
 * A table of the Windows event log, as some tool exports it. Its rows become the tree that the event’s
 * XML is, as far as the columns tell, so that their fields have the same names.
 */
export interface WindowsTable {
  /** Whether rows have a cell more than the header: the message. */
  readonly hasMessageBehind: boolean
  /** Adds to `problems` what is wrong with the row. */
  toEvent(row: Row, record: number, problems: RowProblem[]): LogEvent
}

/** Where a column belongs in `System`: in an element’s text, or in one of its attributes. */
type Place = readonly [column: string, element: string, attribute?: string]

interface Export {
  /** A header with all of these is of this tool. */
  readonly columns: readonly string[]
  readonly system: readonly Place[]
  /** The column of JSON that holds what the event says. */
  readonly payload?: string
  /** What the tool has of its own under names that mean something else in events. */
  readonly renamed: Readonly<Record<string, string>>
  readonly hasMessageBehind: boolean
}

const exports: readonly Export[] = [
  {
    // EvtxECmd.
    columns: ['EventId', 'Provider', 'Channel', 'MapDescription'],
    system: [
      ['Provider', 'Provider', 'Name'],
      ['EventId', 'EventID'],
      ['Level', 'Level'],
      ['Keywords', 'Keywords'],
      ['TimeCreated', 'TimeCreated', 'SystemTime'],
      ['EventRecordId', 'EventRecordID'],
      ['ProcessId', 'Execution', 'ProcessID'],
      ['ThreadId', 'Execution', 'ThreadID'],
      ['Channel', 'Channel'],
      ['Computer', 'Computer'],
      ['UserId', 'Security', 'UserID'],
    ],
    payload: 'Payload',
    renamed: { UserName: 'MapUserName', RemoteHost: 'MapRemoteHost' },
    hasMessageBehind: false,
  },
  {
    // Get-WinEvent, through Export-Csv.
    columns: ['Id', 'ProviderName', 'LogName'],
    system: [
      ['ProviderName', 'Provider', 'Name'],
      ['ProviderId', 'Provider', 'Guid'],
      ['Id', 'EventID'],
      ['Version', 'Version'],
      ['Level', 'Level'],
      ['Task', 'Task'],
      ['Opcode', 'Opcode'],
      ['Keywords', 'Keywords'],
      ['TimeCreated', 'TimeCreated', 'SystemTime'],
      ['RecordId', 'EventRecordID'],
      ['ActivityId', 'Correlation', 'ActivityID'],
      ['RelatedActivityId', 'Correlation', 'RelatedActivityID'],
      ['ProcessId', 'Execution', 'ProcessID'],
      ['ThreadId', 'Execution', 'ThreadID'],
      ['LogName', 'Channel'],
      ['MachineName', 'Computer'],
      ['UserId', 'Security', 'UserID'],
    ],
    renamed: {},
    hasMessageBehind: false,
  },
  {
    // The Event Viewer, whose rows end with the message, for which its header has no name.
    columns: ['Level', 'Date and Time', 'Source', 'Event ID', 'Task Category'],
    system: [
      ['Source', 'Provider', 'Name'],
      ['Event ID', 'EventID'],
    ],
    renamed: { column6: 'Message' },
    hasMessageBehind: true,
  },
  {
    // Splunk’s inputs of the event log as text.
    columns: ['EventCode', 'LogName'],
    system: [
      ['SourceName', 'Provider', 'Name'],
      ['EventCode', 'EventID'],
      ['_time', 'TimeCreated', 'SystemTime'],
      ['RecordNumber', 'EventRecordID'],
      ['LogName', 'Channel'],
      ['ComputerName', 'Computer'],
    ],
    renamed: {},
    hasMessageBehind: false,
  },
]

/** EvtxECmd’s words for levels. */
const levels: Readonly<Record<string, string>> = {
  LogAlways: '0',
  Critical: '1',
  Error: '2',
  Warning: '3',
  Info: '4',
  Verbose: '5',
}

/** The table with these columns, if a tool that is known here writes them. */
export function findWindowsTable(names: readonly string[]): WindowsTable | undefined {
  const found = exports.find(({ columns }) => columns.every(column => names.includes(column)))
  if (found === undefined) return undefined
  return {
    hasMessageBehind: found.hasMessageBehind,
    toEvent: (row, record, problems) => toEvent(found, row, record, problems),
  }
}

function toEvent(from: Export, row: Row, record: number, problems: RowProblem[]): LogEvent {
  const rest: Row = new Map(row)
  const children = [systemOf(from, rest)]
  const payload = from.payload === undefined ? undefined : rest.get(from.payload)?.[0]
  if (from.payload !== undefined && typeof payload === 'string' && payload !== '') {
    const object = findPayload(payload)
    if (object === undefined) {
      const reason = `Its ${from.payload} is not the JSON of an event`
      problems.push({ code: 'csv/payload', reason })
    } else {
      children.push(...toElement('Event', object, undefined).children)
      rest.delete(from.payload)
    }
  }
  const event = toWindowsEvent({ name: 'Event', attributes: [], children, text: '' })
  const { header, fields } = withColumns(event, rest, record, from.renamed)
  addSysmonFields(fields)
  return { header, fields }
}

/** An event with the columns that it has no field for. */
function withColumns(
  { header, fields }: LogEvent,
  row: Row,
  record: number,
  renamed: Export['renamed'],
): { readonly header: EventHeader; readonly fields: Map<string, readonly Scalar[]> } {
  const all = new Map(fields)
  for (const [column, values] of row) {
    const name = renamed[column] ?? column
    if (!all.has(name)) all.set(name, values)
  }
  return { header: { ...header, record }, fields: all }
}

/** The column in which Splunk keeps the text of an event. */
const rawColumn = '_raw'

/** The event of a row that has it as XML, as Splunk’s exports may. */
export function findXmlEvent(row: Row, record: number): LogEvent | undefined {
  const text = row.get(rawColumn)?.[0]
  if (typeof text !== 'string' || !text.startsWith('<Event')) return undefined
  const parsed = parseElement(text.trimEnd(), deepestPayload)
  if (parsed.kind !== 'element') return undefined
  const rest: Row = new Map(row)
  rest.delete(rawColumn)
  return withColumns(toWindowsEvent(parsed.element), rest, record, {})
}

/** Takes from `rest` what belongs to the event’s own header. */
function systemOf(from: Export, rest: Row): EventElement {
  const elements = new Map<string, { text: Scalar; readonly attributes: [string, Scalar][] }>()
  for (const [column, name, attribute] of from.system) {
    const value = rest.get(column)?.[0]
    if (value === undefined) continue
    const isTime = name === 'TimeCreated'
    const time = isTime ? findIsoTime(value) : undefined
    // A time in the words of some country stays under its own name.
    if (isTime && time === undefined) continue
    rest.delete(column)
    // An empty cell stands for an attribute that is not there, or for an element without text.
    if (value === '' && attribute !== undefined) continue
    const element = elements.get(name) ?? { text: '', attributes: [] }
    elements.set(name, element)
    const stated = time ?? (name === 'Level' ? (levels[String(value)] ?? value) : value)
    if (attribute === undefined) element.text = stated
    else element.attributes.push([attribute, stated])
  }
  const children = [...elements].map(([name, { text, attributes }]) => ({
    name,
    attributes,
    children: [],
    text,
  }))
  return { name: 'System', attributes: [], children, text: '' }
}

const deepestPayload = 64

/** `{"EventData": {"Data": [{"@Name": "Image", "#text": "a.exe"}]}}` */
function findPayload(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text)
    return isJsonObject(value) && !isDeeperThan(value, deepestPayload) ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const sysmon = 'Microsoft-Windows-Sysmon'
const messageLine = /^([A-Z][A-Za-z0-9]*): ?(.*)$/

/**
 * Sysmon’s message has every field of the event on a line of its own, under the field’s own name and
 * in no other language; where there is only the message, the fields are read from it.
 */
function addSysmonFields(fields: Map<string, readonly Scalar[]>): void {
  const message = fields.get('Message')?.[0]
  if (fields.get('Provider_Name')?.[0] !== sysmon || typeof message !== 'string') return
  // The first line says what kind of event it is.
  for (const line of message.split(/\r?\n/).slice(1)) {
    const [, name = '', value = ''] = messageLine.exec(line) ?? []
    if (name !== '' && !fields.has(name)) fields.set(name, [value])
  }
}
