import { type EventType, findEventTypeByKey } from './event-type.ts'
import { type EventShape, ofType, type RecognisedEvent } from './recognised-event.ts'

/** Logs of Linux and macOS hosts: auditd’s records, the journal, Endpoint Security. */
export function recogniseHostEvent(shape: EventShape): RecognisedEvent | undefined {
  return recogniseAuditRecord(shape) ?? recogniseEsEvent(shape) ?? recogniseJournal(shape)
}

/**
 * `type=EXECVE msg=audit(1700000000.123:456): argc=2 a0="ls" a1="-l"`, or all records of one event,
 * which have several types. The type of such is that of its first record that the catalogue has, save
 * when it starts a program.
 */
function recogniseAuditRecord(shape: EventShape): RecognisedEvent | undefined {
  const { has, text, words } = shape
  const record = text('type') ?? text('_AUDIT_TYPE_NAME')
  if (record === undefined || !recordName.test(record)) return undefined
  const all = has('type') ? words('type').map(word => word.toUpperCase()) : [record]
  const startsProgram = all.includes('EXECVE') && has('CommandLine') && has('Image')
  const type = startsProgram ? findAuditType('EXECVE') : findFirstAuditType(all)
  const isAudit =
    text('msg')?.startsWith('audit(') ||
    has('_AUDIT_TYPE_NAME') ||
    (type !== undefined && auditFields.some(has))
  if (!isAudit) return undefined
  if (type !== undefined) {
    return ofType(type, startsProgram ? { categories: [{ name: 'process_creation' }] } : {})
  }
  return {
    platform: 'linux',
    products: ['linux'],
    services: ['auditd'],
    categories: [],
    eventId: record,
  }
}

/** auditd calls what it does not know `UNKNOWN[1337]`. */
const recordName = /^(?:[A-Z][A-Z0-9_]+|UNKNOWN\[\d+\])$/

function findFirstAuditType(records: readonly string[]): EventType | undefined {
  for (const record of records) {
    const type = findAuditType(record)
    if (type !== undefined) return type
  }
  return undefined
}

function findAuditType(record: string): EventType | undefined {
  return findEventTypeByKey(`linux/auditd/${record}`)
}

const auditFields = [
  'msg',
  'a0',
  'syscall',
  'SYSCALL',
  'auid',
  'name',
  'cwd',
  'proctitle',
  'exe',
  'unit',
  'acct',
  'key',
  'comm',
  'op',
  'saddr',
  'pid',
]

/** `eslogger` writes the event’s own data under `event.<kind>`, and the acting process beside it. */
function recogniseEsEvent({ has, hasBelow }: EventShape): RecognisedEvent | undefined {
  if (!has('event_type') || !hasBelow('process')) return undefined
  for (const kind of ['exec', 'create', 'rename', 'unlink', 'open', 'exit']) {
    if (!hasBelow(`event.${kind}`)) continue
    const type = findEventTypeByKey(`macos/Endpoint Security/${kind}`)
    if (type !== undefined) return ofType(type)
  }
  return {
    platform: 'macos',
    products: ['macos'],
    services: ['endpoint_security'],
    categories: [],
  }
}

/** Programs of the system log and the Sigma services that mean their messages. */
const servicesOfProgram: Readonly<Record<string, readonly string[]>> = {
  sshd: ['sshd', 'auth'],
  sudo: ['sudo', 'auth'],
  su: ['auth'],
  login: ['auth'],
  'systemd-logind': ['auth'],
  cron: ['cron'],
  crond: ['cron'],
  clamd: ['clamav'],
  freshclam: ['clamav'],
  guacd: ['guacamole'],
  vsftpd: ['vsftpd'],
}

const journalFields = ['_HOSTNAME', '__CURSOR', '_BOOT_ID', 'SYSLOG_TIMESTAMP', 'SYSLOG_FACILITY']

/** systemd’s journal as JSON, and the system log in its names. */
function recogniseJournal({ has, text }: EventShape): RecognisedEvent | undefined {
  if (!has('MESSAGE') || !journalFields.some(has)) return undefined
  const program = (text('SYSLOG_IDENTIFIER') ?? text('_COMM') ?? '').toLowerCase()
  const own = Object.hasOwn(servicesOfProgram, program) ? servicesOfProgram[program] : undefined
  return {
    platform: 'linux',
    products: ['linux'],
    services: [...(own ?? []), 'syslog'],
    categories: [],
  }
}
