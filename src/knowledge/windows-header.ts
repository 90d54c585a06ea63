import { once } from '../base/index.ts'

/**
 * Fields of an event’s header, which every event of the Windows event log has, whatever its type.
 * Attributes are joined with `_`; the shorter names are those that rules use.
 */
const windowsHeader: () => ReadonlySet<string> = once(
  () =>
    new Set(
      `EventID Channel Provider_Name ProviderName Provider_Guid Computer ComputerName Hostname
      EventRecordID Level Task Opcode Keywords Version TimeCreated TimeCreated_SystemTime SystemTime
      Execution_ProcessID Execution_ThreadID Correlation_ActivityID Correlation_RelatedActivityID
      Security_UserID UserID Qualifiers EventID_Qualifiers EventSourceName Provider_EventSourceName
      Message EventData Data`
        .toLowerCase()
        .split(/\s+/),
    ),
)

/** Whether a field is one of the header’s, in any case. */
export function isWindowsHeader(field: string): boolean {
  return windowsHeader().has(field.toLowerCase())
}
