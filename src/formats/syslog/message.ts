/** What one message of syslog says; what it leaves out, or says as `-`, is absent. */
export interface SyslogMessage {
  /** Facility times eight, plus severity. */
  readonly priority: number | undefined
  readonly stamp: string | undefined
  readonly host: string | undefined
  readonly program: string | undefined
  readonly pid: string | undefined
  readonly id: string | undefined
  /** `[origin ip="10.0.0.1"]` → `origin.ip`. */
  readonly data: readonly (readonly [string, string])[]
  readonly text: string
}

/** The message that a line holds, in the form of either RFC; `undefined` when it has no head. */
export function findSyslogMessage(line: string): SyslogMessage | undefined {
  return findNewMessage(line) ?? findOldMessage(line)
}

/** RFC 5424, section 6: `<PRI>1 TIME HOST APP PID MSGID [data…] text`. */
const newHead =
  /^(?:\d{1,9} )?<(\d{1,3})>1 (-|\S{20,40}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) (?=[-[])/

function findNewMessage(line: string): SyslogMessage | undefined {
  const head = newHead.exec(line)
  if (head === null) return undefined
  const [all, priority, stamp, host, program, pid, id] = head
  const { data, end } = readData(line, all.length)
  return {
    priority: toPriority(priority),
    stamp: given(stamp),
    host: given(host),
    program: given(program),
    pid: given(pid),
    id: given(id),
    data,
    text: line.slice(end).replace(/^ ?\uFEFF?/, ''),
  }
}

/**
 * RFC 3164, section 4, where priority and program may be missing, and the time be one of ISO 8601, as
 * rsyslog and journalctl write it.
 */
const oldHead =
  /^(?:<(\d{1,3})>)?((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d{1,9})?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?) ([\w.:-]{1,255}) /

/** `sshd[24]: `; a name may have a path or a number of its own, as `postfix/smtp` has. */
const tag = /^([^\s:[\]=]{1,128})(?:\[([^\s\]]{1,32})\])?:(?: |$)/

function findOldMessage(line: string): SyslogMessage | undefined {
  const head = oldHead.exec(line)
  if (head === null) return undefined
  const [all, priority, stamp, host] = head
  const rest = line.slice(all.length)
  const program = tag.exec(rest)
  return {
    priority: toPriority(priority),
    stamp,
    host,
    program: program?.[1],
    pid: program?.[2],
    id: undefined,
    data: [],
    text: program === null ? rest : rest.slice(program[0].length),
  }
}

function toPriority(text: string | undefined): number | undefined {
  return text === undefined || Number(text) > 191 ? undefined : Number(text)
}

function given(text: string | undefined): string | undefined {
  return text === '-' ? undefined : text
}

/** Names are of one part: `=`, `]` and `"` end them. A value escapes `"`, `\` and `]`. */
const elementStart = /\[([^\s="\]]{1,64})/y
const parameter = / +([^\s="\]]{1,64})="((?:[^"\\\]]|\\[\s\S])*)"/y

/** Reads `-` or `[id name="value"…]…` from `at`; what breaks the form is left to the text. */
function readData(
  line: string,
  at: number,
): { readonly data: readonly (readonly [string, string])[]; readonly end: number } {
  if (line[at] === '-') return { data: [], end: at + 1 }
  const data: (readonly [string, string])[] = []
  let end = at
  for (;;) {
    elementStart.lastIndex = end
    const start = elementStart.exec(line)
    if (start === null) return { data, end }
    const found: (readonly [string, string])[] = []
    let next = elementStart.lastIndex
    for (;;) {
      parameter.lastIndex = next
      const match = parameter.exec(line)
      if (match === null) break
      next = parameter.lastIndex
      found.push([`${start[1]}.${match[1]}`, (match[2] ?? '').replace(/\\(["\\\]])/g, '$1')])
    }
    if (line[next] !== ']') return { data, end }
    for (const item of found) data.push(item)
    end = next + 1
  }
}
