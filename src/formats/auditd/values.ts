import type { AuditField, AuditRecord } from './record.ts'

/**
 * Fields whose text the kernel and auditd write as hexadecimal digits, without quotes, when it has
 * blanks, quotes or control characters.
 */
const encodedNames: ReadonlySet<string> = new Set([
  'acct',
  'cmd',
  'comm',
  'cwd',
  'data',
  'dir',
  'exe',
  'file',
  'key',
  'name',
  'ocomm',
  'path',
  'proctitle',
  'vm',
  'watch',
])

/** A part of an argument that is too long for one record: `a2[0]=…`, whose length is `a2_len`. */
const argumentPart = /^(a\d{1,5})(?:\[\d{1,5}\])?$/

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** The values of the records of one event, by field, each once, in the order of the log. */
export class AuditValues {
  readonly fields: Map<string, Set<string>> = new Map()
  /** The arguments of an executed program; of long ones the parts. */
  readonly #arguments = new Map<string, Uint8Array[]>()

  add(record: AuditRecord): void {
    this.#put('type', record.type)
    if (record.node !== undefined) this.#put('node', record.node)
    this.#put('msg', record.stamp)
    if (record.message !== undefined) this.#put('message', record.message)
    for (const field of record.fields) this.#addField(record.type, field)
  }

  /** Adds what only all records together say: the arguments, whole. */
  finish(): void {
    for (const [name, parts] of this.#arguments) this.#put(name, utf8.decode(joinBytes(parts)))
    const first = (name: string): string | undefined => this.fields.get(name)?.values().next().value
    if (this.#arguments.size === 0 || first('success') === 'no') return
    const line = [...this.#arguments.values()].map(parts => utf8.decode(joinBytes(parts)))
    this.#put('CommandLine', line.join(' '))
    // The line does not say where an argument ends, so rules of arguments have them apart.
    for (const argument of line) this.#put('process.args', argument)
    const names = { Image: 'exe', CurrentDirectory: 'cwd', User: 'UID' } as const
    for (const [canonical, own] of Object.entries(names)) {
      const value = first(own)
      if (value !== undefined) this.#put(canonical, value)
    }
  }

  #addField(type: string, field: AuditField): void {
    const { name, text } = field
    const argument = type === 'EXECVE' ? argumentPart.exec(name)?.[1] : undefined
    if (argument !== undefined) {
      const bytes = field.isQuoted ? undefined : decodeHex(text)
      const parts = this.#arguments.get(argument) ?? []
      parts.push(bytes ?? new TextEncoder().encode(text))
      this.#arguments.set(argument, parts)
      return
    }
    const bytes = field.isQuoted || !encodedNames.has(name) ? undefined : decodeHex(text)
    if (bytes === undefined) this.#put(name, text)
    // The title has its arguments, several keys are kept apart, by such characters.
    else if (name === 'key')
      for (const key of utf8.decode(bytes).split('\x01')) this.#put(name, key)
    else if (name === 'proctitle')
      this.#put(name, utf8.decode(bytes).replaceAll('\0', ' ').trimEnd())
    else this.#put(name, utf8.decode(bytes))
  }

  #put(name: string, value: string): void {
    const known = this.fields.get(name)
    if (known === undefined) this.fields.set(name, new Set([value]))
    else known.add(value)
  }
}

/** `2F62696E` → the bytes of `/bin`; `undefined` of what is not digits two by two. */
export function decodeHex(text: string): Uint8Array | undefined {
  if (text.length % 2 === 1 || !/^[0-9A-F]+$/.test(text)) return undefined
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(text.slice(i * 2, i * 2 + 2), 16)
  }
  return bytes
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
