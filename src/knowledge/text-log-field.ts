import type { EventType } from './event-type.ts'
import { findOwn } from './native-field.ts'

/**
 * Splunk’s names of fields in Windows events that were collected as text: the labels of the message,
 * with underscores (“Process Command Line” of Security 4688 is `CommandLine`). Most are the field’s own
 * name taken apart; these are not.
 *
 * Source: the messages of Microsoft’s “Advanced security auditing” reference, event by event.
 */
const labels: Readonly<Record<string, string>> = {
  Client_Address: 'IpAddress',
  Destination_Address: 'DestAddress',
  Destination_Port: 'DestPort',
  Creator_Process_ID: 'ProcessId',
  Creator_Process_Name: 'ParentProcessName',
  Failure_Code: 'Status',
  Logon_Process: 'LogonProcessName',
  Authentication_Package: 'AuthenticationPackageName',
  Process_Command_Line: 'CommandLine',
  Result_Code: 'Status',
  Share_Path: 'ShareLocalPath',
  Source_Network_Address: 'IpAddress',
  Source_Address: 'IpAddress',
  Source_Port: 'IpPort',
  Source_Workstation: 'Workstation',
  Service_File_Name: 'ImagePath',
}

/** The type’s own name of such a field; `undefined` when it has none of that name. */
export function findTextLogField(type: EventType, field: string): string | undefined {
  if (type.channel === undefined || !field.includes('_')) return undefined
  const label = Object.hasOwn(labels, field) ? labels[field] : undefined
  if (label !== undefined) {
    const own = findOwn(type, label)
    if (own !== undefined) return own
  }
  return findOwn(type, field.replaceAll('_', ''))
}
