import { bench, describe } from 'vitest'
import { parseAnyYaml } from './index.ts'
import { readPlainYaml } from './plain-yaml.ts'

const rule = `title: A rule
description: |
  What it detects, in a line or two,
  as most rules have it.
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    Image|endswith:
${Array.from({ length: 20 }, (_, i) => `      - '\\tool${i}.exe'`).join('\n')}
    CommandLine|contains|all:
      - ' -enc '
      - 'http'
  condition: selection
level: high
`

describe('a rule of 40 lines', () => {
  bench('the plain reader', () => {
    readPlainYaml(rule, 64)
  })
  bench('the parser of all of YAML', () => {
    parseAnyYaml(rule)
  })
})
