import { parseSpl } from '../../frontends/spl/index.ts'
import {
  lookupCalls,
  macroCalls,
  parseSplunk,
  readSplunkMacro,
  type SplunkMacro,
  type SplunkReaders,
} from '../../frontends/splunk/index.ts'
import { type Companion, hasAnyKey, hasKeys, type Vendor } from './vendor.ts'

export const splunk: Vendor = {
  id: 'splunk',
  title: 'Splunk',
  url: 'https://github.com/splunk/security_content',
  license: 'Apache-2.0',
  shape: 'Splunk',
  endings: ['.yml', '.yaml'],
  recognises: ({ text }) => hasKeys(text, 'name', 'search', 'type', 'how_to_implement'),
  parse: (text, { companions }) => {
    const { value, diagnostics } = parseSplunk(text, { parseSpl, ...gathered(companions) })
    return { value: { rules: value.rules, filters: [] }, diagnostics }
  },
  describeOther: ({ text }) => kindOf(text)?.description,
  companions: {
    reach: 'source',
    folders: ['lookups', 'macros'],
    nameOf({ text }) {
      const kind = kindOf(text)?.kind
      const name = /^name:[ \t]*["']?([\w:.-]+)/m.exec(text)?.[1]
      if (name === undefined || (kind !== 'macro' && kind !== 'lookup')) return undefined
      return `${kind} ${name}`
    },
    read: text => (kindOf(text)?.kind === 'lookup' ? true : readMacro(text)),
    callsOf: text => [
      ...macroCalls(text).map(name => `macro ${name}`),
      ...lookupCalls(text).map(({ name }) => `lookup ${name}`),
    ],
  },
}

interface OtherKind {
  readonly kind: 'macro' | 'story' | 'data source' | 'lookup'
  readonly description: string
  has(text: string): boolean
}

/** Files of a content pack that hold no rule, by their attributes. */
const otherKinds: readonly OtherKind[] = [
  {
    kind: 'macro',
    description: 'defines a macro',
    has: text => hasKeys(text, 'name', 'definition'),
  },
  {
    kind: 'story',
    description: 'tells an analytic story',
    has: text => hasKeys(text, 'name', 'narrative'),
  },
  {
    kind: 'data source',
    description: 'describes a data source',
    has: text => hasKeys(text, 'name', 'source', 'sourcetype'),
  },
  {
    kind: 'lookup',
    description: 'describes a lookup',
    has: text => hasKeys(text, 'name') && hasAnyKey(text, 'filename', 'collection', 'lookup_type'),
  },
]

function kindOf(text: string): OtherKind | undefined {
  if (hasAnyKey(text, 'search', 'detection')) return undefined
  return otherKinds.find(({ has }) => has(text))
}

/** What `read` and `nameOf` made of the files of the source. */
function gathered(companions: readonly Companion[]): Pick<SplunkReaders, 'macros' | 'lookups'> {
  return {
    // The cast: a companion of this name is what `readMacro` gave.
    macros: companions
      .filter(({ name }) => name.startsWith('macro '))
      .map(({ value }) => value as unknown as SplunkMacro),
    lookups: companions.flatMap(({ name }) => /^lookup (.*)/s.exec(name)?.[1] ?? []),
  }
}

/** As plain data. */
function readMacro(
  text: string,
): { readonly [key: string]: string | readonly string[] } | undefined {
  const macro = readSplunkMacro(text)
  return macro === undefined ? undefined : { ...macro }
}
