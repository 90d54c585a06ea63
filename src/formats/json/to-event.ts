import type { EventHeader, LogEvent, Scalar } from '../../ir/index.ts'
import { withoutAbsent } from '../windows-event.ts'
import { findEventShape } from './event-shape.ts'
import { flattenJson, isJsonObject, type JsonObject } from './flatten.ts'
import { findIsoTime } from './iso-time.ts'

/**
 * The event that a JSON object is, in whichever shape: Windows' XML as JSON, the documents of
 * Winlogbeat, flat Windows events of collectors, ECS, CloudTrail, or any other object. Names that
 * the object has are kept; names of Windows are added where a shape has others for them.
 *
 * `record` is where the object stands in its file: its line, or its place in an array, from 1.
 * `undefined` when the names of its fields, joined with dots, are too long to be those of an event.
 */
export function toLogEvent(object: JsonObject, record: number): LogEvent | undefined {
  const document = isExport(object) ? (object._source as JsonObject) : object
  const windows = findEventShape(document)
  if (windows !== undefined) return { ...windows, header: { ...windows.header, record } }
  const fields = flattenJson(document)
  return fields === undefined ? undefined : toNamedEvent(fields, record)
}

/** The event that has these fields, flat as they are, with the names of Windows added to them. */
export function toNamedEvent(fields: Map<string, Scalar[]>, record: number): LogEvent {
  if (hasWinlog(fields)) addWinlogNames(fields)
  else if (fields.has(collectorMark)) addCollectorNames(fields)
  return { header: headerOf(fields, record), fields }
}

/** A document as Elasticsearch exports it, around the event that was indexed. */
function isExport(object: JsonObject): boolean {
  return isJsonObject(object._source) && ('_index' in object || '_id' in object)
}

type Fields = Map<string, Scalar[]>

/** An event that has one of these is Winlogbeat's. */
export const winlogMarks: readonly string[] = [
  'winlog.event_id',
  'winlog.channel',
  'winlog.provider_name',
]

function hasWinlog(fields: Fields): boolean {
  return winlogMarks.some(name => fields.has(name))
}

/** Winlogbeat's names for what Windows' own XML has. */
export const winlogNames: readonly (readonly [from: string, to: string])[] = [
  ['winlog.channel', 'Channel'],
  ['winlog.event_id', 'EventID'],
  ['winlog.provider_name', 'Provider_Name'],
  ['winlog.provider_guid', 'Provider_Guid'],
  ['winlog.computer_name', 'Computer'],
  ['winlog.record_id', 'EventRecordID'],
  ['winlog.version', 'Version'],
  ['winlog.process.pid', 'Execution_ProcessID'],
  ['winlog.process.thread.id', 'Execution_ThreadID'],
  ['winlog.user.identifier', 'Security_UserID'],
  ['winlog.activity_id', 'Correlation_ActivityID'],
  ['winlog.related_activity_id', 'Correlation_RelatedActivityID'],
  ['message', 'Message'],
]

function addWinlogNames(fields: Fields): void {
  for (const [from, to] of winlogNames) addName(fields, from, to)
  for (const name of [...fields.keys()]) {
    const to = findWinlogName(name)
    if (to !== undefined) addName(fields, name, to)
  }
}

/** What Windows calls a field of the event's data that has this name at Winlogbeat. */
export function findWinlogName(name: string): string | undefined {
  if (name.startsWith('winlog.event_data.')) {
    return name.slice('winlog.event_data.'.length).replaceAll(/\s/g, '')
  }
  if (name.startsWith('winlog.user_data.')) return name.slice(name.lastIndexOf('.') + 1)
  return undefined
}

/** An event that has this and is not Winlogbeat's is a collector's. */
export const collectorMark = 'EventID'

/** The names of NXLog, of Azure and of the like, whose events are flat. */
export const collectorNames: readonly (readonly [from: string, to: string])[] = [
  ['SourceName', 'Provider_Name'],
  ['EventSourceName', 'Provider_Name'],
  ['ProviderGuid', 'Provider_Guid'],
  ['Hostname', 'Computer'],
  ['RecordNumber', 'EventRecordID'],
]

function addCollectorNames(fields: Fields): void {
  for (const [from, to] of collectorNames) addName(fields, from, to)
}

function addName(fields: Fields, from: string, to: string): void {
  const values = fields.get(from)
  if (values !== undefined && !fields.has(to)) fields.set(to, values)
}

/** In which fields a member of the header is looked for; the first that is there counts. */
export const headerNames = {
  time: [
    'TimeCreated_SystemTime',
    '@timestamp',
    'TimeCreated',
    'eventTime',
    'TimeGenerated',
    'EventTime',
    'timestamp',
    'time',
    'ts',
  ],
  provider: ['Provider_Name', 'event.provider', 'eventSource'],
  channel: ['Channel'],
  eventId: ['EventID', 'event.code', 'eventName'],
  computer: ['Computer', 'host.name', 'host.hostname', 'hostname'],
} as const

function headerOf(fields: Fields, record: number): EventHeader {
  const text = (names: readonly string[]): string | undefined => {
    for (const name of names) {
      const value = fields.get(name)?.[0]
      if (value !== undefined && value !== null && value !== '') return String(value)
    }
    return undefined
  }
  return withoutAbsent({
    record,
    time: findTime(fields),
    provider: text(headerNames.provider),
    channel: text(headerNames.channel),
    eventId: text(headerNames.eventId),
    computer: text(headerNames.computer),
  })
}

function findTime(fields: Fields): string | undefined {
  for (const name of headerNames.time) {
    const time = findIsoTime(fields.get(name)?.[0])
    if (time !== undefined) return time
  }
  return undefined
}
