/**
 * What is known of fields by their name alone, in Elastic’s Common Schema and in the integrations
 * that detection rules read.
 */

/** Fields whose text Elasticsearch takes apart into terms; all others are whole values. */
const analysed: ReadonlySet<string> = new Set([
  'message',
  'error.message',
  'powershell.command.invocation_details.value',
  'powershell.command.value',
  'powershell.file.script_block_text',
])

/** Whether a field is analysed text: by its name, or as the `.text` beside another field. */
export function isAnalysedField(field: string): boolean {
  return analysed.has(field) || field.endsWith('.text')
}

const dateNames =
  /^(?:@timestamp|.*\.(?:accessed|created|ctime|end|ingested|installed|last_access|mtime|not_after|not_before|original_time|start|timestamp))$/

/** Whether a field holds instants. */
export function isDateField(field: string): boolean {
  return dateNames.test(field)
}
