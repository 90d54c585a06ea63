import { parsePanther } from '../../frontends/panther/index.ts'
import { parseSql } from '../../frontends/sql/index.ts'
import type { Vendor } from './vendor.ts'

export const panther: Vendor = {
  id: 'panther',
  title: 'Panther',
  url: 'https://github.com/panther-labs/panther-analysis',
  license: 'Apache-2.0',
  shape: 'Panther',
  endings: ['.yml', '.yaml'],
  recognises: ({ text }) =>
    /^AnalysisType: *["']?(?:rule|scheduled_rule|correlation_rule|policy|(?:scheduled|saved)_query)\b/m.test(
      text,
    ),
  describeOther: ({ text }) => {
    const kind = /^AnalysisType: *["']?(datamodel|global|lookup_table|pack)\b/m.exec(text)?.[1]
    return kind === undefined ? undefined : descriptions[kind]
  },
  companions: {
    reach: 'folder',
    endings: ['.py'],
    // The rule’s own file, and modules beside it that Python imports.
    callsOf: text =>
      [
        ...text.matchAll(/^Filename: *["']?([\w.-]+\.py)\b/gm),
        ...text.matchAll(/^(?:from|import) +(\w+)/gm),
      ].map(([whole, name = '']) => (whole.startsWith('Filename') ? name : `${name}.py`)),
  },
  parse: (text, { companions }) => {
    const findFile = (name: string): string | undefined => {
      const value = companions.find(companion => companion.name === name)?.value
      return typeof value === 'string' ? value : undefined
    }
    const { value, diagnostics } = parsePanther(text, { parseSql, findFile })
    return { value: { ...value, filters: [] }, diagnostics }
  },
}

const descriptions: Readonly<Record<string, string>> = {
  datamodel: 'maps the fields of a log to common names',
  global: 'describes helpers in Python',
  lookup_table: 'describes a lookup table',
  pack: 'lists rules of a pack',
}
