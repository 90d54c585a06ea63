import type { SqlCall } from '../syntax.ts'

/** Functions that compute one value of the rows of a group, in the three dialects. */
const aggregates: ReadonlySet<string> = new Set(
  (
    'any_value approx_count_distinct approx_distinct approx_percentile approx_set approx_top_k ' +
    'arbitrary array_agg array_union_agg array_unique_agg avg bitand_agg bitor_agg booland_agg ' +
    'bool_and bool_or boolor_agg corr count count_if covar_pop covar_samp group_concat hash_agg hll ' +
    'kurtosis listagg map_agg max max_by median min min_by minhash mode multimap_agg numeric_histogram ' +
    'object_agg percentile_cont percentile_disc regr_slope skew stddev stddev_pop stddev_samp ' +
    'string_agg sum total var_pop var_samp variance variance_pop'
  ).split(' '),
)

/** Names of the logic for functions that have one, of all values and of each value once. */
const known: Readonly<Record<string, readonly [string, string]>> = {
  approx_count_distinct: ['count_distinct', 'count_distinct'],
  approx_distinct: ['count_distinct', 'count_distinct'],
  array_agg: ['list', 'values'],
  array_unique_agg: ['values', 'values'],
  count: ['count_values', 'count_distinct'],
  count_if: ['count_values', 'count_distinct'],
  hll: ['count_distinct', 'count_distinct'],
  max: ['max', 'max'],
  min: ['min', 'min'],
  stddev: ['stdev', 'stdev_distinct'],
  stddev_samp: ['stdev', 'stdev_distinct'],
}

/** Whether a call computes one value of a group; one over a window keeps the rows. */
export function isAggregate(call: SqlCall): boolean {
  const name = call.name.length === 1 ? (call.name[0]?.text.toLowerCase() ?? '') : ''
  if (call.over !== undefined) return false
  // SQLite’s `max(a, b)` is a function of one row.
  if ((name === 'max' || name === 'min') && call.arguments.length > 1) return false
  return aggregates.has(name)
}

/** What the logic calls a function; `COUNT(a)` counts the rows in which `a` is not null. */
export function aggregateName(call: SqlCall, hasField: boolean): string {
  const name = call.name[0]?.text.toLowerCase() ?? ''
  if (name === 'count' && !hasField) return 'count'
  if (!Object.hasOwn(known, name)) return call.isDistinct ? `${name}_distinct` : name
  return known[name]?.[call.isDistinct ? 1 : 0] ?? name
}
