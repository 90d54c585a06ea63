import { findEventTypeByKey } from './event-type.ts'
import { type EventShape, ofType, type RecognisedEvent } from './recognised-event.ts'

/** Logs of Linux and macOS hosts: auditd’s records, the journal, Endpoint Security. */
export function recogniseHostEvent(shape: EventShape): RecognisedEvent | undefined {
  return recogniseAuditRecord(shape) ?? recogniseEsEvent(shape) ?? recogniseJournal(shape)
}

/** `type=EXECVE msg=audit(1700000000.123:456): argc=2 a0="ls" a1="-l"` */
function recogniseAuditRecord(shape: EventShape): RecognisedEvent | undefined {
  const { has, text } = shape
  const record = text('type') ?? text('_AUDIT_TYPE_NAME')
  if (record === undefined || !/^[A-Z][A-Z0-9_]+$/.test(record)) return undefined
  const type = findEventTypeByKey(`linux/auditd/${record}`)
  const isAudit =
    text('msg')?.startsWith('audit(') ||
    has('_AUDIT_TYPE_NAME') ||
    (type !== undefined && auditFields.some(has))
  if (!isAudit) return undefined
  if (type !== undefined) return ofType(type)
  return {
    platform: 'linux',
    products: ['linux'],
    services: ['auditd'],
    categories: [],
    eventId: record,
  }
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

/** systemd’s journal as JSON. */
function recogniseJournal({ has, text }: EventShape): RecognisedEvent | undefined {
  if (!has('MESSAGE') || !(has('_HOSTNAME') || has('__CURSOR') || has('_BOOT_ID'))) return undefined
  const program = (text('SYSLOG_IDENTIFIER') ?? text('_COMM') ?? '').toLowerCase()
  const own = Object.hasOwn(servicesOfProgram, program) ? servicesOfProgram[program] : undefined
  return {
    platform: 'linux',
    products: ['linux'],
    services: [...(own ?? []), 'syslog'],
    categories: [],
  }
}
