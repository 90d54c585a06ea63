import type { Scalar } from '../ir/index.ts'
import type { EventType } from './event-type.ts'
import { findRename } from './native-field.ts'

/** Mandatory labels as Security 4688 has them, and the words that Sysmon writes for them. */
const integrityLevels: Readonly<Record<string, string>> = {
  'S-1-16-0': 'Untrusted',
  'S-1-16-4096': 'Low',
  'S-1-16-8192': 'Medium',
  'S-1-16-8448': 'MediumPlus',
  'S-1-16-12288': 'High',
  'S-1-16-16384': 'System',
  'S-1-16-20480': 'Protected',
}

/**
 * A value in the words of the canonical field, where an event type writes it in others: on Security
 * 4688 `S-1-16-12288` is `High`, and a process id `0x1a4` is 420. The value itself otherwise.
 *
 * `field` is the name in the rule or the event’s own. A matcher tests the native value too: rules
 * are written for either (`IntegrityLevel: [System, S-1-16-16384]`).
 */
export function canonicalValue(type: EventType | undefined, field: string, value: Scalar): Scalar {
  if (type === undefined || typeof value !== 'string') return value
  if (type.channel !== 'Security') return value
  switch (findRename(type, field) ?? field) {
    case 'MandatoryLabel': {
      const word = /^Mandatory Label\\(\w+(?: \w+)?) Mandatory Level$/i.exec(value)?.[1]
      return integrityLevels[value.toUpperCase()] ?? word?.replace(' ', '') ?? value
    }
    case 'NewProcessId':
    case 'ProcessId':
      return /^0x[0-9a-f]{1,8}$/i.test(value) ? Number.parseInt(value, 16) : value
    default:
      return value
  }
}

/**
 * Every value of a field in canonical form. An array of arguments (macOS Endpoint Security) is the
 * one command line that rules test: its members joined with blanks.
 */
export function canonicalValues(
  type: EventType | undefined,
  field: string,
  values: readonly Scalar[],
): readonly Scalar[] {
  const isArguments =
    type?.provider === 'Endpoint Security' &&
    (findRename(type, field) ?? field) === 'event.exec.args'
  if (isArguments) return values.length === 0 ? [] : [values.map(String).join(' ')]
  return values.map(value => canonicalValue(type, field, value))
}

/** Whether values of a field may have a canonical form that is not their own. */
export function hasCanonicalValues(type: EventType, field: string): boolean {
  const native = findRename(type, field) ?? field
  if (type.channel === 'Security') {
    return ['MandatoryLabel', 'NewProcessId', 'ProcessId'].includes(native)
  }
  return type.provider === 'Endpoint Security' && native === 'event.exec.args'
}
