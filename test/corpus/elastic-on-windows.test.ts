import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import {
  compileRules,
  createReferenceScan,
  createScanner,
  selectRules,
  toScanRules,
} from '../../src/app/index.ts'
import { readRuleSources } from '../../src/catalog/index.ts'
import { nameTable } from '../../src/ir/index.ts'
import { logReader, readInputs } from '../../src/logs/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'
import { withoutPlaces } from '../support/without-places.ts'

/**
 * Elastic’s rules on Windows events that no agent of Elastic’s has seen: which of those that look at single
 * events match, and how often. The compiled engine has to say what the reference says.
 */
describeShared('Elastic’s rules on the Windows event log', () => {
  const counts = { events: 0, matches: 0 }
  const titles: string[] = []
  const others: unknown[] = []

  beforeAll(async () => {
    const { rules } = readRuleSources([{ path: join(shared, 'corpora', 'elastic') }])
    const single = rules.filter(({ rule }) =>
      rule.logic.stages.every(({ kind }) => ['source', 'filter', 'shape'].includes(kind)),
    )
    const run = toScanRules(selectRules(single, {})).rules
    const names = nameTable()
    const scanner = createScanner(compileRules(run), names)
    const reference = createReferenceScan(run)
    const reader = logReader(names, {
      onProblem() {},
      onEvent(file, raw) {
        const found = scanner.scan(file, raw)
        counts.events++
        counts.matches += found.length
        titles.push(...found.map(({ rule }) => rule.reference.title))
        const expected = reference(file, raw.toEvent()).map(withoutPlaces)
        if (!isDeepStrictEqual(found, expected)) others.push({ found, expected })
      },
    })
    const { inputs } = readInputs([join(shared, 'logs', 'evtx-attack-samples')])
    for (const input of inputs) for await (const _ of reader.read({ input })) void _
  })

  test('both engines agree on every event', () => {
    expect(others.slice(0, 3)).toEqual([])
    expect(counts).toEqual({ events: 8255, matches: 377 })
  })

  test('these rules match, so often', () => {
    expect(tally(titles)).toEqual({
      'A scheduled task was created': 3,
      'Account Discovery Command via SYSTEM Account': 11,
      'Adding Hidden File Attribute via Attrib': 1,
      'Backup Deletion with Wbadmin': 1,
      'Bitsadmin Activity': 6,
      'Bypass UAC via Event Viewer': 1,
      'Command Execution via ForFiles': 3,
      'Command Shell Activity Started via RunDLL32': 5,
      'Component Object Model Hijacking': 4,
      'Credential Acquisition via Registry Hive Dumping': 7,
      'Deprecated - PowerShell Script with Discovery Capabilities': 1,
      'Disabling User Account Control via Registry Modification': 1,
      'File and Directory Permissions Modification': 3,
      'Indirect Command Execution via Forfiles/Pcalua': 3,
      'InstallUtil Activity': 1,
      'Installation of Custom Shim Databases': 6,
      'Lateral Movement via Startup Folder': 2,
      'Microsoft IIS Service Account Password Dumped': 36,
      'Microsoft Management Console File from Unusual Path': 3,
      'Mimikatz Memssp Log File Detected': 1,
      'Mounting Hidden or WebDav Remote Shares': 1,
      'Persistence via WMI Standard Registry Provider': 1,
      'Potential Active Directory Replication Account Backdoor': 18,
      'Potential Application Shimming via Sdbinst': 11,
      'Potential Command Shell via NetCat': 1,
      'Potential Credential Access via LSASS Memory Dump': 1,
      'Potential Credential Access via Windows Utilities': 2,
      'Potential DLL Side-Loading via Trusted Microsoft Programs': 4,
      'Potential Exploitation of an Unquoted Service Path Vulnerability': 1,
      'Potential LSASS Clone Creation via PssCaptureSnapShot': 1,
      'Potential Outgoing RDP Connection by Unusual Process': 2,
      'Potential Persistence via Mandatory User Profile': 3,
      'Potential Process Injection from Malicious Document': 2,
      'Potential Remote Desktop Tunneling Detected': 1,
      'Potential SSH Reverse Port Forwarding': 1,
      'PowerShell MiniDump Script': 1,
      'PowerShell Script Block Logging Disabled': 1,
      'PowerShell Script with Archive Compression Capabilities': 1,
      'Privilege Escalation via Rogue Named Pipe Impersonation': 3,
      'Privilege Escalation via Windir Environment Variable': 3,
      'Process Activity via Compiled HTML File': 1,
      'Process Discovery Using Built-in Tools': 4,
      'Process Execution from an Unusual Directory': 13,
      'Protected Storage Service Access via SMB': 1,
      'RDP Enabled via Registry': 1,
      'Remote Desktop Enabled in Windows Firewall by Netsh': 1,
      'Remote System Discovery Commands': 1,
      'Renamed Utility Executed with Short Program Name': 2,
      'Script Execution via Microsoft HTML Application': 6,
      'SeDebugPrivilege Enabled by a Suspicious Process': 2,
      'Service Control Spawned via Script Interpreter': 5,
      'Service Disabled via Registry Modification': 11,
      'Suspicious CertUtil Commands': 4,
      'Suspicious Cmd Execution via WMI': 3,
      'Suspicious DLL Loaded for Persistence or Privilege Escalation': 41,
      'Suspicious Explorer Child Process': 1,
      'Suspicious Lsass Process Access': 26,
      'Suspicious MS Office Child Process': 3,
      'Suspicious Microsoft HTML Application Child Process': 2,
      'Suspicious Print Spooler SPL File Created': 1,
      'Suspicious RDP ActiveX Client Loaded': 1,
      'Suspicious Script Object Execution': 4,
      'Suspicious Service was Installed in the System': 3,
      'Suspicious WerFault Child Process': 2,
      'Suspicious Windows Powershell Arguments': 4,
      'System Shells via Services': 9,
      'UAC Bypass Attempt via Elevated COM Internet Explorer Add-On Installer': 1,
      'UAC Bypass Attempt via Windows Directory Masquerading': 2,
      'UAC Bypass Attempt with IEditionUpgradeManager Elevated COM Interface': 1,
      'UAC Bypass via DiskCleanup Scheduled Task Hijack': 1,
      'UAC Bypass via Windows Firewall Snap-In Hijack': 1,
      'Unsigned DLL Loaded by Svchost': 1,
      'Unusual File Creation - Alternate Data Stream': 1,
      'Unusual Parent Process for cmd.exe': 9,
      'Unusual Parent-Child Relationship': 7,
      'Volume Shadow Copy Deleted or Resized via VssAdmin': 1,
      'WRITEDAC Access on Active Directory Object': 10,
      'Windows Event Logs Cleared': 26,
      'Windows Network Enumeration': 2,
      'Windows System Information Discovery': 2,
      'Windows System Network Connections Discovery': 2,
    })
  })
})
