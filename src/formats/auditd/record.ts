/** One line of auditd's log. */
export interface AuditRecord {
  readonly type: string
  /** `audit(1700000000.123:456)`: the same for all records of one event. */
  readonly stamp: string
  readonly node: string | undefined
  readonly seconds: number
  /** As ISO 8601, with milliseconds. */
  readonly time: string | undefined
  readonly fields: readonly AuditField[]
  /** The text behind the stamp, when it has words that are no fields. */
  readonly message: string | undefined
}

/** A value that may be encoded is read by {@link decodeHex}; one in quotes is what it says. */
export interface AuditField {
  readonly name: string
  readonly text: string
  readonly isQuoted: boolean
}

/**
 * The record that a line holds; `undefined` when it holds none. What stands before it, such as the
 * head that syslog puts there, is passed over.
 *
 *     node=web1 type=EXECVE msg=audit(1700000000.123:456): argc=2 a0="ls" a1="-l"
 */
export function findAuditRecord(line: string): AuditRecord | undefined {
  const at = line.indexOf(' msg=audit(')
  if (at < 0) return undefined
  const head = /(?:^|\s)(?:node=(\S+) )?type=(\S+)$/.exec(line.slice(Math.max(0, at - 512), at))
  stampText.lastIndex = at + ' msg='.length
  const stamp = stampText.exec(line)
  if (head === null || stamp === null) return undefined
  const body = line.slice(stampText.lastIndex).trim()
  const fields: AuditField[] = []
  let hasWords = false
  // What auditd adds when it writes names beside numbers stands behind this character.
  for (const part of body.split('\x1d')) if (readFields(part, fields)) hasWords = true
  const seconds = Number(stamp[1])
  return {
    type: head[2] ?? '',
    stamp: `audit(${stamp[1]}.${stamp[2]}:${stamp[3]})`,
    node: head[1],
    seconds,
    time: toTime(seconds, stamp[2] ?? ''),
    fields,
    message: hasWords ? body : undefined,
  }
}

const stampText = /audit\((\d{1,11})\.(\d{1,9}):(\d{1,20})\):/y

function toTime(seconds: number, fraction: string): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, -'.000Z'.length)}.${fraction}Z`
}

/**
 * Reads `name=value` one after another, and says whether there are words between them. A value in
 * single quotes has fields of its own, which count as the record’s.
 *
 *     pid=7 uid=0 msg='op=PAM:authentication acct="root" res=failed'
 */
function readFields(text: string, fields: AuditField[]): boolean {
  let hasWords = false
  let at = 0
  let equals = -1
  while (at < text.length) {
    const first = text[at]
    if (first === ' ' || first === ',' || first === '(' || first === ')' || first === '}') {
      at++
      continue
    }
    const blank = endOf(text, ' ', at)
    // Looked for again only once it is passed, or every word of a text would look through the rest.
    if (equals < at) equals = endOf(text, '=', at)
    if (equals >= blank || equals === at) {
      hasWords = true
      at = blank
      continue
    }
    const name = text.slice(at, equals)
    const quote = text[equals + 1]
    if (quote === "'") {
      const close = text.lastIndexOf("'")
      const end = close > equals + 1 ? close : text.length
      const inner = text.slice(equals + 2, end)
      fields.push({ name, text: inner, isQuoted: true })
      if (readFields(inner.replaceAll("'", ' '), fields)) hasWords = true
      at = end + 1
    } else if (quote === '"') {
      const end = endOf(text, '"', equals + 2)
      fields.push({ name, text: text.slice(equals + 2, end), isQuoted: true })
      at = end + 1
    } else {
      const value = withoutListEnd(text.slice(equals + 1, blank))
      // What stands in braces are fields: `SADDR={ saddr_fam=inet laddr=10.0.0.1 lport=80 }`.
      if (value !== '{') fields.push({ name, text: value, isQuoted: false })
      at = blank
    }
  }
  return hasWords
}

function endOf(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from)
  return at < 0 ? text.length : at
}

/** Older records put lists in brackets: `(hostname=?, addr=?)`. */
function withoutListEnd(value: string): string {
  if (value.endsWith(',')) return value.slice(0, -1)
  return value.endsWith(')') && !value.includes('(') ? value.slice(0, -1) : value
}
