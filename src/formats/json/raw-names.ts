import { collectorMark, collectorNames, headerNames, winlogMarks, winlogNames } from './to-event.ts'

/**
 * The names that mean something to {@link toLogEvent}, each with a number, its role, so that the fast
 * reader finds their values in an array. The role 0 is that of all other names, and of none.
 */
const specialNames: readonly string[] = [
  ...new Set([
    ...Object.values(headerNames).flat(),
    ...winlogNames.flat(),
    ...collectorNames.flat(),
    ...winlogMarks,
    collectorMark,
  ]),
]

const roles: ReadonlyMap<string, number> = new Map(specialNames.map((name, i) => [name, i + 1]))

export const roleCount: number = specialNames.length + 1

export function roleOf(name: string): number {
  return roles.get(name) ?? 0
}

export function nameOfRole(role: number): string {
  return specialNames[role - 1] ?? ''
}

/** A name that is added when the event has the one and not the other. */
export interface AddedName {
  readonly from: number
  readonly to: number
}

function toAdded(pairs: readonly (readonly [from: string, to: string])[]): readonly AddedName[] {
  return pairs.map(([from, to]) => ({ from: roleOf(from), to: roleOf(to) }))
}

export const addedToWinlog: readonly AddedName[] = toAdded(winlogNames)
export const addedToCollectors: readonly AddedName[] = toAdded(collectorNames)

export const winlogMarkRoles: readonly number[] = winlogMarks.map(roleOf)
export const collectorMarkRole: number = roleOf(collectorMark)

export const headerRoles: Readonly<Record<keyof typeof headerNames, readonly number[]>> = {
  time: headerNames.time.map(roleOf),
  provider: headerNames.provider.map(roleOf),
  channel: headerNames.channel.map(roleOf),
  eventId: headerNames.eventId.map(roleOf),
  computer: headerNames.computer.map(roleOf),
}

/** The same for Windows' own XML; see windows-event.ts. */
export const windowsRoles: typeof headerRoles = {
  time: [roleOf('TimeCreated_SystemTime')],
  provider: [roleOf('Provider_Name')],
  channel: [roleOf('Channel')],
  eventId: [roleOf('EventID')],
  computer: [roleOf('Computer')],
}
