/** Names of evaluation functions, by the family under which Splunk documents them. */
const families = {
  comparison:
    'case cidrmatch coalesce false if in like lookup match null nullif searchmatch true validate',
  conversion: 'ipmask printf tojson tonumber tostring toarray tobool todouble toint tomv toobject',
  cryptographic: 'md5 sha1 sha256 sha512',
  date: 'now relative_time strftime strptime time',
  informational:
    'cluster getfields isarray isbool isdouble isint ismv isnotnull isnull isnum isobject isstr typeof',
  json: 'json json_append json_array json_array_to_mv json_delete json_entries json_extend json_extract json_extract_exact json_has_key_exact json_keys json_object json_set json_set_exact json_valid mv_to_json_array',
  mathematical: 'abs ceil ceiling exact exp floor ln log pi pow round sigfig sqrt sum',
  multivalue:
    'commands mvappend mvcount mvdedup mvfilter mvfind mvindex mvjoin mvmap mvrange mvsort mvzip split',
  statistical: 'avg max min random stdev variance',
  text: 'len lower ltrim replace rtrim spath substr trim upper urldecode',
  trigonometry: 'acos acosh asin asinh atan atan2 atanh cos cosh hypot sin sinh tan tanh',
  bitwise: 'bit_and bit_not bit_or bit_shift_left bit_shift_right bit_xor',
} as const

export const knownFunctions: readonly string[] = Object.values(families).flatMap(names =>
  names.split(' '),
)

const known: ReadonlySet<string> = new Set(knownFunctions)

/** Whether there is an evaluation function of that name, in whichever case. */
export function isKnownFunction(name: string): boolean {
  return known.has(name.toLowerCase())
}
