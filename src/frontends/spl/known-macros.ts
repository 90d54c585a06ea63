import type { Macro, MacroCall } from './macro.ts'

/** Macros that content for Splunk takes for granted, and what they say where nobody defines them. */
const definitions: readonly Macro[] = [
  {
    name: 'security_content_ctime',
    arguments: ['field'],
    definition: 'convert timeformat="%Y-%m-%dT%H:%M:%S" ctime($field$)',
  },
  {
    name: 'security_content_summariesonly',
    arguments: [],
    definition: 'summariesonly=false allow_old_summaries=true fillnull_value=null',
  },
  // The names of a data model’s fields begin with that of its dataset, which is dropped.
  { name: 'drop_dm_object_name', arguments: ['name'], definition: 'rename $name$.* as *' },
]

export function findKnownMacro(name: string, arity: number): Macro | undefined {
  return definitions.find(macro => macro.name === name && macro.arguments.length === arity)
}

/** The place for local tuning at the end of a search: without a definition it is `search *`. */
export function isTuningMacro({ name }: MacroCall): boolean {
  return name.endsWith('_filter')
}

/** Anvilogic’s `get_endpoint_data`: which events, in words that every site defines for itself. */
export function isSourceMacro({ name }: MacroCall): boolean {
  return name.startsWith('get_')
}
