/** Languages of queries that are fuzzed. */
export const queryLanguages = [
  'kuery',
  'lucene',
  'eql',
  'esql',
  'spl',
  'sql',
  'yaral',
  'mql',
] as const

export type QueryLanguage = (typeof queryLanguages)[number]

/** Queries to mutate, which together have most of what their languages have. */
export const querySeeds: Readonly<Record<QueryLanguage, readonly string[]>> = {
  kuery: [
    'event.category: process and not process.name: ("cmd.exe" or *shell) and process.pid >= 5',
    'a: { b: 1 and c: { d: "x" } } or message: x y or "free text" or a.*: *',
    'source.ip: 10.0.0.0/8 and @timestamp > now-1d and a: null and b: \\"q\\* and c <= "2026-01-01"',
  ],
  lucene: [
    '+a:x -b:"y z"~5 (c:[1 TO 5} OR d:{* TO z]) AND NOT e:/x[0-9]+/ _exists_:f g:h~1^2',
    'a:(new york) OR b:x* && !c:?y || message:"x \\" y" d:>=5 \\+x',
  ],
  eql: [
    'process where process.name : ("a*", "b?") and not user.id in ("1", "2") and length(x) > 3',
    'sequence by host.id, ?user.id with maxspan=1m [process where true] by a with runs=3 ![file where x == null] by b [any where y like~ "z*"] by c until [process where z regex "[a-z]+"] by d | head 5 | tail 2',
    'sample by host.id [process where add(pid, 1) % 2 == 0] [`odd-category` where cidrMatch(ip, "10.0.0.0/8")]',
    'any where substring(a, 1, -1) != """x"y""" or concat(a, "b", 1.5e3) : "c" or -pid + 2 * 3 <= indexOf(a, "b")',
  ],
  esql: [
    'FROM logs-*,x METADATA _id | WHERE @timestamp > NOW() - 1 day AND a == "x" AND NOT b IN (1, 2) | EVAL c = CASE(a LIKE "x*", LENGTH(b), NULL), d = DATE_TRUNC(5 minutes, @timestamp) | STATS n = COUNT(*) WHERE a == "y", m = MAX(c) - MIN(c), v = VALUES(a) BY d, e = TO_LOWER(b) | WHERE n > 5 AND m::double / n >= 0.5 | SORT n DESC NULLS LAST | KEEP n*, d | LIMIT 10',
    'FROM x | DISSECT a "%{b} %{?c}" | GROK d "%{WORD:e} (?<f>[a-z]+)" | RENAME a AS g | MV_EXPAND g | ENRICH p ON g WITH h = i | LOOKUP JOIN j ON g | DROP k | INLINE STATS l = SUM(m) BY n | WHERE MATCH(a, "x y") OR KQL("a: b and c: d") OR QSTR("e:f") // end',
    'ROW a = [1, 2], b = "x" | FORK (WHERE a > 1 | LIMIT 1) (WHERE b RLIKE "x.*") | WHERE COALESCE(a, b, -3.5e2) IS NOT NULL AND ?p == a',
  ],
  spl: [
    'index=x sourcetype="WinEventLog" EventCode IN (1, 2) NOT (a="b*" OR c!=d) earliest=-1h | stats count dc(user) as u values(x) by host, _time | where u > 5 AND like(host, "a%") | eval z=if(isnull(a), "b", c.d) | rex field=z "(?<e>\\d+)" | `macro(1, "x")`',
    '| tstats count from datamodel=Endpoint.Processes where Processes.process_name="x" by Processes.dest span=5m | rename Processes.* as * | search dest=* [search index=y | fields dest] | table dest',
  ],
  sql: [
    "WITH a AS (SELECT x, COUNT(*) AS n FROM t WHERE y ILIKE '%b%' AND z IN ('1', '2') GROUP BY x HAVING COUNT(*) > 5) SELECT a.x, CASE WHEN n > 1 THEN 'm' ELSE NULL END FROM a LEFT JOIN u ON a.x = u.x WHERE u.t BETWEEN 1 AND 2 AND NOT EXISTS (SELECT 1 FROM v) ORDER BY n LIMIT 5",
  ],
  yaral: [
    'rule a { meta: author = "x" severity = "High" events: $e.metadata.event_type = "PROCESS_LAUNCH" $e.target.process.command_line = /a.*b/ nocase not $e.principal.hostname in %hosts ($e.src.port > 5 or re.regex($e.target.file.full_path, `\\\\x$`)) any $e.principal.ip != "10.0.0.1" $e.additional.fields["k"] = "v" condition: $e }',
    'rule b { events: $a.metadata.event_type = "USER_LOGIN" $a.target.user.userid = $u $b.principal.user.userid = $u $a.metadata.event_timestamp.seconds < $b.metadata.event_timestamp.seconds $n = strings.to_lower($b.principal.hostname) $c.principal.user.userid = $u match: $u, $n over 5m after $a outcome: $risk_score = max(if($a.src.port = 1, 35, 0) + 2) $d = count_distinct($b.principal.ip) condition: $a and #b > 5 and !$c or $d >= 3 and $risk_score < 9 options: allow_zero_values = true }',
    'rule c { events: /* x */ net.ip_in_range_cidr($e.principal.ip, "10.0.0.0/8") // y\n arrays.length($e.principal.ip) + 1 >= 2 $e.principal.ip in cidr %nets $e.principal.hostname = $h group(ip, hostname) = "x" match: $h over 1h condition: #e >= 2 }',
  ],
  mql: [
    'type.inbound and any(body.links, .href_url.domain.root_domain =~ "X.com" and not any($org_domains, . == ..href_url.domain.root_domain)) and length(filter(attachments, .size > 5 * 2)) >= 1',
    '(strings.ilike(subject.subject, "*a*", "b?") or regex.icontains(body.current_thread.text, \'x[0-9]{2}\')) and 2 of (a.b in~ ("x", "y"), sender.email.email not in $recipient_emails, c.d is not null) and profile.by_sender().prevalence in ("new")',
    'all(distinct(map(recipients.to, .email.domain.domain), . ), strings.starts_with(., "z")) and coalesce(length(attachments), 0) < 3 and any(ml.nlu_classifier(body.current_thread.text).intents, .name == "x" and .confidence != "low") // end',
  ],
}

/** What readers of queries may stumble over. */
export const queryTokens: readonly string[] = [
  ...['(', ')', '[', ']', '{', '}', '((', '))', '![', '"', '"""', "'", '`', '```', '\\', '/', '//'],
  ...['/*', '*/', ' and ', ' or ', ' not ', ' AND ', ' OR ', ' NOT ', '!', '-', '+', '~', '^', '*'],
  ...[
    '?',
    ':',
    '::',
    ',',
    '|',
    '||',
    '|\n',
    '=',
    '==',
    '!=',
    '<',
    '<=',
    '>',
    '>=',
    '=~',
    '%',
    '$x',
  ],
  ...[
    ' in ',
    ' in~ ',
    ' like ',
    ' RLIKE ',
    ' IS NULL',
    ' null',
    ' true',
    ' where ',
    ' by ',
    ' with ',
  ],
  ...['sequence ', 'sample ', 'until ', 'maxspan=', 'runs=', '1h', '0', '-1', '1e999', '0x', '1.'],
  ...['99999999999999999999', 'now-1d', 'now()', ' WHERE ', ' EVAL ', ' STATS ', ' BY ', 'FROM x'],
  ...['CASE(', 'LENGTH(', 'COUNT(*)', 'count()', 'stringContains(', 'KQL("', ' TO ', '_exists_:'],
  ...[
    'rule a {',
    ' events: ',
    ' match: ',
    ' over 5m',
    ' condition: ',
    '#e',
    '!$e',
    ' nocase',
    '%x',
  ],
  ...['any(', 'all(', 'filter(', ' of (', ' is not null', '..', '.', '$e.a.b = '],
  ...['%{WORD:a}', '(?<a>', '[a-z]+', '\\u0000', '\ud800', '\u0000', '\ufeff', '\u2028', 'ß', '😀'],
]
