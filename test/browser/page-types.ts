/** An address of every type of page of the catalogue that `makeCatalogueFile` writes. */
export const pageTypes: readonly string[] = [
  '',
  'rules',
  'indicators',
  'fields',
  'events',
  'providers',
  'log-sources',
  'techniques',
  'vendors',
  'matrix',
  'compare',
  'exclusions',
  'about',
  'rules/sigma/proc_creation_win_pua_frp',
  'rules/own/proxy_tools',
  'fields/Image',
  'events/windows/Microsoft-Windows-Sysmon/Operational/1',
  'providers/Microsoft-Windows-Sysmon',
  'log-sources/windows/process_creation',
  'techniques/T1090',
  'tactics/TA0011',
  'vendors/own',
]

/** Those that only a server has. */
export const servedPageTypes: readonly string[] = [
  'rules?q=frp',
  'rules?q=level:hihg',
  'rules?q=nothing-has-this',
  'matrix?q=frp&by=branches',
  'compare?rule=rules/sigma/proc_creation_win_pua_frp&rule=rules/own/proxy_tools',
  'api',
  'nothing/here',
  'rules?page=x',
]
