import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runIndicia } from '../cli/run-indicia.ts'
import { makeFolder } from '../support/make-folder.ts'

const starter = fileURLToPath(new URL('../../data/starter/rules', import.meta.url))

const frp = String.raw`title: PUA - Fast Reverse Proxy (FRP) Execution
id: 32410e29-5f94-4568-b6a3-d91a8adad863
status: test
description: Detects the use of Fast Reverse Proxy. frp is a fast reverse proxy to help you expose a local server.
references:
  - https://asec.ahnlab.com/en/38156/
  - https://github.com/fatedier/frp
author: frack113, Florian Roth
date: 2022-09-02
modified: 2024-11-23
tags: [attack.command-and-control, attack.t1090]
logsource: { category: process_creation, product: windows }
detection:
  selection_img:
    Image|endswith:
      - '\frpc.exe'
      - '\frps.exe'
  selection_cli:
    CommandLine|contains: '\frpc.ini'
  selection_hashes:
    Hashes|contains:
      - 'MD5=7D9C233B8C9E3F0EA290D2B84593C842'
  condition: 1 of selection_*
falsepositives: [Legitimate use]
level: high
`

const other = String.raw`title: Proxy Tools in <b>Temp</b> & elsewhere
id: 5f0f1d1c-4c1e-4d8a-9d76-5f0c7b1a2c3d
description: Looks for **proxies**. <script>alert(1)</script> [a link](javascript:alert(1))
tags: [attack.command-and-control, attack.t1090, attack.t1572]
logsource: { category: process_creation, product: windows }
detection:
  selection:
    Image|endswith: ['\frpc.exe', '\ngrok.exe', '\chisel.exe']
  filter_main_admin:
    ParentImage|startswith: 'C:\Program Files\'
  filter_optional_user:
    User|contains: 'svc_proxy'
  condition: selection and not 1 of filter_*
level: medium
`

/** Writes a catalogue of the starter pack and of two rules that share an indicator; gives its folder and path. */
export async function makeCatalogueFile(): Promise<{
  readonly folder: string
  readonly path: string
}> {
  const folder = makeFolder({
    'sigma/proc_creation_win_pua_frp.yml': frp,
    'own/proxy_tools.yml': other,
  })
  const path = join(folder, 'catalog.duckdb')
  const sources = [
    `sigma=${join(folder, 'sigma')}`,
    `own=${join(folder, 'own')}`,
    `starter=${starter}`,
  ]
  const { code, err } = await runIndicia(['build', ...sources, '-o', path])
  if (code !== 0) throw new Error(err)
  return { folder, path }
}
