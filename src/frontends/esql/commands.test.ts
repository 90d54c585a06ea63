import { expect, test } from 'vitest'
import { printLogic } from '../../ir/index.ts'
import { parseEsql } from './parse-esql.ts'

/**
 * What each command becomes, with the sentence of Elastic’s documentation of ES|QL that it rests on.
 * The pipeline begins with `FROM x` unless it begins with a source command itself.
 */
const commands: readonly (readonly [sentence: string, pipeline: string, logic: string])[] = [
  [
    'The `FROM` source command returns a table with data from an index, data stream, alias, view or subquery.',
    'FROM logs-*,other, "a,b" | WHERE a == 1',
    '(source "logs-*" "other" "a" "b") (filter (equals a 1))',
  ],
  [
    'Use the optional `METADATA` directive to enable metadata fields.',
    'FROM logs-* METADATA _index, _id | WHERE _index == "x"',
    '(source "logs-*") (filter (equals _index "x" :cased :derived))',
  ],
  [
    'Multiple subqueries and regular index patterns can be combined in a single `FROM` clause.',
    'FROM a, (FROM b | WHERE c == 1)',
    '(join union :on () ((source "a")) ((source "b") (filter (equals c 1))))',
  ],
  [
    'For time series data, use the `TS` source command instead of `FROM`.',
    'TS metrics | LIMIT 1',
    '(source "metrics") (shape "LIMIT 1")',
  ],
  [
    'The `ROW` source command produces a row with one or more columns with values that you specify.',
    'ROW a = 1, b = "x" | WHERE a == 1',
    '(derive a "a = 1") (derive b "b = \\"x\\"") (filter (equals a 1 :derived))',
  ],
  [
    'The `WHERE` processing command produces a table that contains all the rows from the input table for which the provided condition evaluates to `true`.',
    'WHERE a == 1 | WHERE b',
    '(filter (equals a 1)) (filter (equals b true))',
  ],
  [
    'The `EVAL` processing command enables you to append new columns with calculated values.',
    'EVAL a = b + 1, LENGTH(c) | WHERE a > 1 AND `LENGTH(c)` > 2 AND b > 3',
    '(derive a "a = b + 1") (derive "LENGTH(c)" "LENGTH(c)") (filter (and (gt a 1 :derived) (gt "LENGTH(c)" 2 :derived) (gt b 3)))',
  ],
  [
    'If a column with the same name already exists, the existing column is dropped.',
    'EVAL process.name = TO_LOWER(process.name) | WHERE process.name == "x"',
    '(derive process.name "process.name = TO_LOWER(process.name)") (filter (equals process.name "x" :cased :derived))',
  ],
  [
    'The `STATS` processing command groups rows according to a common value and calculates one or more aggregated values over the grouped rows.',
    'STATS n = COUNT(*), MAX(a) BY b, c = d | WHERE n > 1 AND `MAX(a)` > 2 AND c == "x"',
    '(aggregate (n count) ("MAX(a)" max a) :by (b d) :cased :keeps-null) (threshold (and (gt n 1 :derived) (gt "MAX(a)" 2 :derived) (equals d "x" :cased)))',
  ],
  [
    'Returns the total number (count) of input values.',
    'STATS COUNT(), COUNT(a), COUNT_DISTINCT(b, 100), SUM(c), AVG(c), MIN(c), VALUES(d), PERCENTILE(e, 95)',
    '(aggregate ("COUNT()" count) ("COUNT(a)" count_values a) ("COUNT_DISTINCT(b, 100)" count_distinct b) ("SUM(c)" sum c) ("AVG(c)" avg c) ("MIN(c)" min c) ("VALUES(d)" values d) ("PERCENTILE(e, 95)" percentile(95) e) :cased :keeps-null)',
  ],
  [
    'For the calculation of each aggregated value, the rows in a group can be filtered with `WHERE`.',
    'STATS n = COUNT(*) WHERE a == 1, m = SUM(b) WHERE c',
    '(derive "* WHERE a == 1" "* WHERE a == 1") (derive "b WHERE c" "b WHERE c") (aggregate (n count_values "* WHERE a == 1") (m sum "b WHERE c") :cased :keeps-null)',
  ],
  [
    'Both the aggregating functions and the grouping expressions accept other functions.',
    'STATS r = ROUND(AVG(MV_AVG(a)), 10) BY day = DATE_TRUNC(1 day, @timestamp), LEFT(b, 1)',
    '(derive day "day = DATE_TRUNC(1 day, @timestamp)") (derive "LEFT(b, 1)" "LEFT(b, 1)") (derive "MV_AVG(a)" "MV_AVG(a)") (aggregate ("AVG(MV_AVG(a))" avg "MV_AVG(a)") :by (day "LEFT(b, 1)") :cased :keeps-null) (derive r "r = ROUND(AVG(MV_AVG(a)), 10)")',
  ],
  [
    'If `BY` is omitted, the output table contains exactly one row.',
    'STATS BY a | STATS n = COUNT(*)',
    '(aggregate :by (a) :cased :keeps-null) (aggregate (n count) :cased :keeps-null)',
  ],
  [
    'The command is identical to `STATS` except that it does not reduce the number of columns in the output table.',
    'INLINE STATS n = COUNT(*) BY a | WHERE n > 1 AND b == 2',
    '(aggregate (n count) :by (a) :cased :keeps-null :keeps-rows) (filter (and (gt n 1 :derived) (equals b 2)))',
  ],
  [
    'The `KEEP` processing command enables you to specify what columns are returned.',
    'KEEP a, Esql.*, `b c`, *',
    '(shape "KEEP a, Esql.*, `b c`, *")',
  ],
  [
    'The `DROP` processing command removes one or more columns.',
    'DROP a, b* | WHERE c == 1',
    '(shape "DROP a, b*") (filter (equals c 1))',
  ],
  [
    'The `RENAME` processing command renames one or more columns.',
    'RENAME a AS b, c = d | RENAME b AS e | WHERE e == 1 AND c == 2',
    '(shape "RENAME a AS b, d AS c") (shape "RENAME b AS e") (filter (and (equals a 1) (equals d 2)))',
  ],
  [
    'If a column with the new name already exists, it will be replaced by the new column.',
    'EVAL b = 1 | RENAME a AS b | WHERE b == 1',
    '(derive b "b = 1") (shape "RENAME a AS b") (filter (equals a 1))',
  ],
  [
    'The `SORT` processing command sorts a table on one or more columns.',
    'SORT a DESC NULLS FIRST, b, c ASC',
    '(shape "SORT a DESC NULLS FIRST, b, c ASC")',
  ],
  [
    'The `LIMIT` processing command limits the number of rows returned.',
    'LIMIT 10 | LIMIT 2 BY a',
    '(shape "LIMIT 10") (shape "LIMIT 2 BY a")',
  ],
  [
    'The `SAMPLE` command samples a fraction of the table rows.',
    'SAMPLE 0.1',
    '(shape "SAMPLE 0.1")',
  ],
  [
    '`DISSECT` matches the string against a delimiter-based pattern, and extracts the specified keys as columns.',
    'DISSECT a "%{b} %{?c} %{+d} %{e->} %{}" APPEND_SEPARATOR="," | WHERE b == "x" AND c == "y"',
    '(derive b d e "DISSECT a \\"%{b} %{?c} %{+d} %{e->} %{}\\" APPEND_SEPARATOR = \\",\\"") (filter (and (equals b "x" :cased :derived) (equals c "y" :cased)))',
  ],
  [
    '`GROK` matches the string against patterns, based on regular expressions, and extracts the specified patterns as columns.',
    'GROK a "%{IP:b.c} %{NUMBER:d:int} (?<e>x+) %{WORD}" | WHERE b.c == "x" AND d == 1',
    '(derive b.c d e "GROK a \\"%{IP:b.c} %{NUMBER:d:int} (?<e>x+) %{WORD}\\"") (filter (and (equals b.c "x" :cased :derived) (equals d 1 :derived)))',
  ],
  [
    '`ENRICH` enables you to add data from existing indices as new columns using an enrich policy.',
    'ENRICH languages-policy ON a WITH name = b, c | WHERE name == "x" AND c == "y" AND b == "z"',
    '(derive name c "ENRICH languages-policy ON a WITH name = b, c") (filter (and (equals name "x" :cased :derived) (equals c "y" :cased :derived) (equals b "z" :cased)))',
  ],
  [
    'If not specified, each of the enrich fields defined in the policy is added.',
    'ENRICH policy | WHERE tier == 1 AND process.name == "x"',
    '(derive "ENRICH policy") (filter (and (equals tier 1 :derived) (equals process.name "x" :cased)))',
  ],
  [
    'All fields from the matching document are added as new columns to that row.',
    'LOOKUP JOIN threat_list ON source.ip | WHERE threat_level IS NOT NULL AND source.ip == "x"',
    '(join lookup :on (source.ip) ((source "threat_list"))) (filter (and (not (null threat_level :derived)) (equals source.ip "x" :cased)))',
  ],
  [
    'The `MV_EXPAND` processing command expands multivalued columns into one row per value, duplicating other columns.',
    'MV_EXPAND a | WHERE a == 1',
    '(shape "MV_EXPAND a") (filter (equals a 1))',
  ],
  [
    'The command adds columns to the table with the change point type and p-value.',
    'CHANGE_POINT a ON b AS t, p | WHERE t == "spike"',
    '(derive t p "CHANGE_POINT a ON b AS t, p") (filter (equals t "spike" :cased :derived))',
  ],
  [
    'If not specified, `type` is used.',
    'CHANGE_POINT a | WHERE type == "dip" AND pvalue < 0.1',
    '(derive type pvalue "CHANGE_POINT a") (filter (and (equals type "dip" :cased :derived) (lt pvalue 0.1 :derived)))',
  ],
  [
    'The `FORK` processing command creates multiple execution branches to operate on the same input data and combines the results in a single output table.',
    'FORK (WHERE a == 1) (WHERE b == 2 | EVAL c = 3) | WHERE c == 3',
    '(join fork :on () ((filter (equals a 1))) ((filter (equals b 2)) (derive c "c = 3"))) (filter (equals c 3 :derived))',
  ],
  [
    'The `FUSE` processing command merges rows from multiple result sets and assigns new relevance scores.',
    'FUSE RRF WITH { "rank_constant": 60 }',
    '(shape "FUSE RRF WITH { \\"rank_constant\\": 60 }")',
  ],
  [
    'If not specified, the results will be stored in a column named `completion`.',
    'COMPLETION CONCAT("a", b) WITH { "inference_id": "x" } | WHERE completion LIKE "TP*"',
    '(derive completion "COMPLETION CONCAT(\\"a\\", b) WITH { \\"inference_id\\": \\"x\\" }") (filter (starts_with completion "TP" :cased :derived))',
  ],
]

test.each(commands)('%s', (_, pipeline, logic) => {
  const isWhole = /^(?:FROM|ROW|TS)\b/.test(pipeline)
  const { value, diagnostics } = parseEsql(isWhole ? pipeline : `FROM x | ${pipeline}`)
  expect(diagnostics).toEqual([])
  const text = printLogic(value).replaceAll('\n', ' ')
  expect(isWhole ? text : text.replace(/^\(source "x"\) /, '')).toBe(logic)
})
