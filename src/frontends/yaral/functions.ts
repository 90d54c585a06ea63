/** What a function gives, as far as it matters for what is compared with it. */
export type YaralResult = 'boolean' | 'number' | 'text' | 'array' | 'any'

export interface YaralFunction {
  readonly name: string
  readonly result: YaralResult
  readonly minArguments: number
  readonly maxArguments: number
}

const unlimited = Number.POSITIVE_INFINITY

function define(
  result: YaralResult,
  minArguments: number,
  maxArguments: number,
  names: string,
): readonly YaralFunction[] {
  return names.split(' ').map(name => ({ name, result, minArguments, maxArguments }))
}

/** The functions of events and values that Google documents, `metrics.*` and `window.*` apart. */
export const functions: readonly YaralFunction[] = [
  ...define('array', 1, unlimited, 'arrays.concat'),
  ...define('boolean', 2, 2, 'arrays.contains'),
  ...define('number', 2, 2, 'arrays.index_to_float arrays.index_to_int'),
  ...define('text', 2, 2, 'arrays.index_to_str'),
  ...define('text', 1, 2, 'arrays.join_string'),
  ...define('number', 1, 2, 'arrays.length arrays.max arrays.min arrays.size'),
  ...define('text', 1, 2, 'bytes.to_base64 cast.as_string'),
  ...define('boolean', 1, 1, 'cast.as_bool'),
  ...define('number', 1, 1, 'cast.as_float cast.as_int cast.as_uint hash.fingerprint2011'),
  ...define('any', 1, unlimited, 'group'),
  ...define('text', 1, 1, 'hash.sha256'),
  ...define('any', 2, 3, 'if'),
  ...define('number', 1, 1, 'math.abs math.ceil math.floor math.log math.sqrt'),
  ...define('number', 4, 4, 'math.geo_distance'),
  ...define('boolean', 3, 3, 'math.is_increasing'),
  ...define('number', 2, 2, 'math.pow'),
  ...define('number', 0, 0, 'math.random timestamp.current_seconds timestamp.now'),
  ...define('number', 1, 2, 'math.round'),
  ...define('boolean', 2, 2, 'net.ip_in_range_cidr'),
  ...define('boolean', 3, 3, 'optimization.sample_rate'),
  ...define('boolean', 2, 2, 're.regex'),
  ...define('text', 2, 2, 're.capture'),
  ...define('array', 2, 2, 're.capture_all'),
  ...define('text', 3, 3, 're.replace'),
  ...define('text', 1, 1, 'strings.base64_decode strings.extract_domain strings.extract_hostname'),
  ...define('text', 1, 1, 'strings.from_base64 strings.from_hex strings.reverse'),
  ...define('text', 1, 1, 'strings.to_lower strings.to_upper strings.url_decode'),
  ...define('text', 1, unlimited, 'strings.coalesce strings.concat'),
  ...define('boolean', 2, 2, 'strings.contains strings.starts_with strings.ends_with'),
  ...define('number', 2, 2, 'strings.count_substrings'),
  ...define('text', 1, 2, 'strings.ltrim strings.rtrim strings.trim'),
  ...define('array', 1, 2, 'strings.split'),
  ...define('number', 1, 1, 'strings.shannon_entropy'),
  ...define('number', 1, 2, 'timestamp.as_unix_seconds timestamp.get_minute timestamp.get_hour'),
  ...define('number', 1, 2, 'timestamp.get_day_of_week timestamp.get_week timestamp.diff'),
  ...define('text', 1, 2, 'timestamp.get_date'),
  ...define('text', 1, 3, 'timestamp.get_timestamp'),
]

const byName: ReadonlyMap<string, YaralFunction> = new Map(functions.map(f => [f.name, f]))

export function findYaralFunction(name: string): YaralFunction | undefined {
  return byName.get(name)
}

/** Functions over all events of a group, in the section “outcome”. */
const aggregates: ReadonlySet<string> = new Set([
  'array',
  'array_distinct',
  'avg',
  'count',
  'count_distinct',
  'earliest',
  'latest',
  'max',
  'min',
  'stddev',
  'sum',
])

export function isAggregate(name: string): boolean {
  return aggregates.has(name) || name.startsWith('window.')
}

/** Whether the name is one of a family whose members are many and change often. */
export function isOfOpenFamily(name: string): boolean {
  return /^(?:metrics|window)\./.test(name)
}
