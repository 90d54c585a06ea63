import { createRuleSearch, toSearchDocuments } from '../../src/app/catalogue/index.ts'
import type { ServedSite } from '../../src/http/index.ts'
import { buildSearchIndex } from '../../src/search/index.ts'
import { makeCatalogue } from './make-catalogue.ts'
import { makeFolder } from './make-folder.ts'

/** A site of rules by `folder/file`, with all that its tests need to be there. */
export function makeSite(files: Readonly<Record<string, string>> = ruleFiles): ServedSite {
  const folder = makeFolder(files)
  const names = [...new Set(Object.keys(files).map(path => path.split('/')[0] ?? ''))]
  const { catalogue, input } = makeCatalogue(
    Object.fromEntries(names.map(name => [name, `${folder}/${name}`])),
  )
  return {
    catalogue,
    search: createRuleSearch(buildSearchIndex([...toSearchDocuments(input)]), catalogue),
    assets: new Map([
      ['site.css', Buffer.from('body { color: black }\n'.repeat(100))],
      ['plex.B4xJ0a9Z.woff2', Buffer.from('font')],
    ]),
    version: '1.2.3',
    stamp: 'a',
  }
}

function ruleText(id: string, title: string, detection: string, more: string = ''): string {
  return `title: ${title}
id: ${id}
description: about **this**
references: ['https://example.com/?a=1&b=2', 'javascript:alert(1)']
logsource: { product: windows, category: process_creation }
level: high
date: 2024-01-02
tags: [attack.execution, attack.t1059.001, attack.t1027]
${more}detection:
${detection}
  condition: s and not f
`
}

export const ruleFiles: Readonly<Record<string, string>> = {
  'own/a.yml': ruleText(
    '11111111-1111-4111-8111-111111111111',
    `'<script>alert(1)</script>'`,
    String.raw`  s: { Image|endswith: ['\x.exe', '\y.exe'] }
  f: { ParentImage|endswith: '\good.exe' }`,
  ),
  'own/b c.yml': ruleText(
    '22222222-2222-4222-8222-222222222222',
    '=Formula, "quoted"',
    String.raw`  s: { Image|endswith: '\x.exe', CommandLine|contains: secret }
  f: { ParentImage|endswith: '\good.exe' }`,
  ),
  'own/cloud.yml': `title: Cloud
id: 33333333-3333-4333-8333-333333333333
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventSource: iam.amazonaws.com, eventName: CreateUser }, condition: s }
`,
  'theirs/a.yml': ruleText(
    '11111111-1111-4111-8111-111111111111',
    'Theirs',
    String.raw`  s: { Image|endswith: '\x.exe', CommandLine|contains: other }
  f: { ParentImage|endswith: '\bad.exe' }`,
  ),
}
