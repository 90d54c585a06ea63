/**
 * Fields that Splunk’s Endpoint data model fills where the event has none: “Expression:
 * if(isnull(user) OR user="","unknown",user)”, in the tables of datasets of the CIM manual, “Endpoint”.
 */
const filled: Readonly<Record<string, ReadonlySet<string>>> = {
  Processes: new Set([
    'dest',
    'parent_process',
    'parent_process_name',
    'process',
    'process_name',
    'user',
  ]),
  Filesystem: new Set([
    'action',
    'dest',
    'file_acl',
    'file_hash',
    'file_name',
    'file_path',
    'user',
  ]),
  Registry: new Set([
    'action',
    'dest',
    'registry_key_name',
    'registry_path',
    'registry_value_data',
    'registry_value_name',
    'registry_value_type',
    'user',
  ]),
}

const unknown: readonly string[] = ['unknown']

/** What a data model says in place of a field that an event does not have: `Processes.user`. */
export function findModelDefault(field: string): readonly string[] | undefined {
  const [, dataset = '', name = ''] = /^(\w+)\.(\w+)$/.exec(field) ?? []
  return Object.hasOwn(filled, dataset) && filled[dataset]?.has(name) ? unknown : undefined
}
