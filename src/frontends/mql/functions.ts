/** How a function compares a value with texts. */
export type MqlTextTest =
  | 'contains'
  | 'starts_with'
  | 'ends_with'
  | 'wildcard'
  | 'regex'
  | 'whole_regex'

interface TextFunction {
  readonly test: MqlTextTest
  readonly ignoresCase: boolean
}

/** Functions that are tests of their first argument: any of the others has to fit. */
export const textTests: ReadonlyMap<string, TextFunction> = new Map(
  (
    [
      ['strings.contains', 'contains'],
      ['strings.starts_with', 'starts_with'],
      ['strings.ends_with', 'ends_with'],
      ['strings.like', 'wildcard'],
      ['like', 'wildcard'],
      ['regex.contains', 'regex'],
      ['regex.match', 'whole_regex'],
    ] as const
  ).flatMap(([name, test]): readonly [string, TextFunction][] => [
    [name, { test, ignoresCase: false }],
    // `icontains`, `ilike`
    [name.replace(/(\w+)$/, 'i$1'), { test, ignoresCase: true }],
  ]),
)

/** Functions that look at the items of their first argument, one after the other. */
export const itemFunctions: ReadonlySet<string> = new Set([
  'any',
  'all',
  'filter',
  'map',
  'distinct',
  'sum',
  'ratio',
])

/** Functions of values that Sublime documents or its rules use, those of open families apart. */
const known: ReadonlySet<string> = new Set(
  `coalesce flatten keys length max min values
  strings.concat strings.count strings.decode_base64 strings.decode_hex strings.icount
  strings.ilevenshtein strings.levenshtein strings.parse_domain strings.parse_email
  strings.parse_float strings.parse_html strings.parse_json strings.parse_url
  strings.replace_confusables strings.scan_base64
  regex.count regex.extract regex.icount regex.iextract
  hash.sha256`.split(/\s+/),
)

/** Families whose members look at what the message alone does not tell, and grow with every release. */
const openFamilies = /^(?:beta|file|html|ml|network|profile)\./

export function isKnownFunction(name: string): boolean {
  return (
    textTests.has(name) || itemFunctions.has(name) || known.has(name) || openFamilies.test(name)
  )
}

/** Every function that is known by name, for suggestions. */
export const functionNames: readonly string[] = [...textTests.keys(), ...itemFunctions, ...known]
