import { expect, test } from 'vitest'
import type { LogSource } from '../ir/index.ts'
import { kustoLogSource } from './kusto-log-source.ts'
import { type SplunkSigns, splunkLogSource } from './splunk-log-source.ts'
import { sqlLogSource } from './sql-log-source.ts'

const print = ({ product, category, service }: LogSource): string =>
  [product, category, service].map(word => word ?? '-').join(' ')

test.each<readonly [SplunkSigns, string]>([
  [{}, '- - -'],
  [{ dataModels: ['Endpoint.Processes'] }, '- process_creation -'],
  [
    {
      dataModels: ['Endpoint.Processes'],
      dataSources: ['CrowdStrike ProcessRollup2', 'Sysmon EventID 1'],
    },
    'windows process_creation -',
  ],
  [
    { dataModels: ['Endpoint.Processes'], dataSources: ['Sysmon for Linux EventID 1'] },
    'linux process_creation -',
  ],
  [
    { dataModels: ['Endpoint.Processes', 'Endpoint.Registry'], dataSources: ['Sysmon EventID 1'] },
    'windows process_creation,registry_event -',
  ],
  [{ dataModels: ['Network_Traffic.All_Traffic'] }, '- network_connection -'],
  [{ sourceTypes: ['XmlWinEventLog:Security'] }, 'windows - security'],
  [
    { sourceTypes: ['WinEventLog:Microsoft-Windows-PowerShell/Operational'] },
    'windows - powershell',
  ],
  [
    { sourceTypes: ['XmlWinEventLog:Microsoft-Windows-Sysmon/Operational'], macros: ['x'] },
    'windows - sysmon',
  ],
  [{ macros: ['wineventlog_security', 'security_content_ctime'] }, 'windows - security'],
  [{ macros: ['get_endpoint_data', 'get_endpoint_data_edr'] }, '- process_creation -'],
  [
    { macros: ['get_endpoint_data_edr'], platforms: ['Win', 'Lin'] },
    'linux,windows process_creation -',
  ],
  [
    { dataSources: ['Windows Event Log Security 4688 AND Sysmon EventID 1'] },
    'windows - security,sysmon',
  ],
  [{ sourceTypes: ['XmlWinEventLog:Microsoft-Windows-AppLocker/*'] }, 'windows - applocker'],
  [
    { dataModels: ['Authentication'], dataSources: ['Windows Event Log Security 4624'] },
    '- authentication -',
  ],
  [
    {
      macros: ['azure_monitor_aad'],
      dataSources: ['Azure Active Directory Add owner to application'],
    },
    'azure - auditlogs',
  ],
  [{ macros: ['get_web_data', 'get_web_data_proxy'] }, '- proxy -'],
  [{ sourceTypes: ['aws:cloudtrail'], dataSources: ['Okta'] }, 'aws - cloudtrail'],
])('the log source of a search that shows %j', (signs, expected) => {
  expect(print(splunkLogSource(signs))).toBe(expected)
})

test.each([
  [[], {}, '- - -'],
  [['DeviceProcessEvents'], {}, '- process_creation -'],
  [['DeviceFileEvents'], {}, '- file_delete,file_event,file_rename -'],
  [['DeviceFileEvents'], { actionTypes: ['FileCreated'] }, '- file_event -'],
  [
    ['DeviceEvents'],
    { actionTypes: ['NamedPipeEvent', 'OpenProcessApiCall'] },
    'windows pipe_created,process_access -',
  ],
  [['DeviceEvents'], { actionTypes: ['NamedPipeEvent', 'Other'] }, 'mde - deviceevents'],
  [['SecurityEvent'], {}, 'windows - security'],
  [['Event'], { providers: ['Microsoft-Windows-Sysmon'] }, 'windows - sysmon'],
  [['Event'], { channels: ['System'] }, 'windows - system'],
  [['SigninLogs', 'AADNonInteractiveUserSignInLogs'], {}, 'azure - signinlogs'],
  [['SigninLogs', 'AuditLogs'], {}, 'azure - auditlogs,signinlogs'],
  [['IdentityInfo', 'SigninLogs'], {}, 'azure - signinlogs'],
  [['IdentityInfo'], {}, '- - identityinfo'],
  [['_Im_Dns_InfobloxV01'], {}, '- dns_query -'],
  [['https://x.example/a.csv', 'SigninLogs'], {}, 'azure - signinlogs'],
  [['Custom_CL'], {}, '- - custom_cl'],
  [['DeviceProcessEvents', 'SecurityEvent'], {}, '- process_creation -'],
])('the log source of a query of %j with %j', (tables, signs, expected) => {
  expect(print(kustoLogSource(tables, signs))).toBe(expected)
})

test.each([
  [['crowdstrikefdr_process'], ['Win'], 'windows process_creation -'],
  [['snowflake.account_usage.query_history'], [], 'snowflake - query_history'],
  [['PANTHER_LOGS.PUBLIC.AWS_CLOUDTRAIL'], [], 'aws - cloudtrail'],
  [['"crontab"'], [], '- - crontab'],
])('the log source of a query of %j on %j', (tables, platforms, expected) => {
  expect(print(sqlLogSource(tables, platforms))).toBe(expected)
})
