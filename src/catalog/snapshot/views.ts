/** A question that is asked often, with the comment that the manual prints. */
export interface ViewDefinition {
  readonly name: string
  readonly comment: string
  readonly columns: Readonly<Record<string, string>>
  readonly sql: string
}

const counted = 'JOIN rules r USING (rule) WHERE r.is_counted'

/**
 * The views. Indicators and exclusions are counted in families of rules, everything else in rules;
 * rules that are set aside are in no count that does not say so. The numbers are
 * those of the pages: `countCorpus` counts the same way, and a test compares the two.
 */
export const viewDefinitions: readonly ViewDefinition[] = [
  {
    name: 'vendor_counts',
    comment: 'How much each vendor has.',
    columns: {
      vendor: 'The vendor.',
      rules: 'Its rules that count.',
      uncounted: 'Its rules that are set aside.',
      families: 'The families of its rules that count.',
    },
    sql: `SELECT vendor, count(*) FILTER (is_counted) AS rules, count(*) FILTER (NOT is_counted) AS uncounted,
      count(DISTINCT family) FILTER (is_counted) AS families
    FROM rules GROUP BY vendor ORDER BY rules DESC, vendor`,
  },
  {
    name: 'copies',
    comment: 'Pairs of rules of one family: copies of one detection under several ids and vendors.',
    columns: {
      rule: 'A rule.',
      copy: 'Another rule of equal logic.',
    },
    sql: `SELECT a.rule, b.rule AS copy FROM rules a JOIN rules b USING (family)
    WHERE a.rule <> b.rule ORDER BY a.rule, copy`,
  },
  ...partViews('indicator', 'indicators', 'look for'),
  ...partViews('exclusion', 'exclusions', 'exclude'),
  {
    name: 'technique_counts',
    comment: 'Rules by technique of ATT&CK.',
    columns: {
      technique: 'The id of the technique.',
      name: 'Its name; NULL where no table has the id.',
      rules: 'Rules of the technique or of one of its sub-techniques.',
      own_rules: 'Rules of the technique itself.',
    },
    sql: `WITH pairs AS (
      SELECT DISTINCT rule, technique, r.vendor FROM rule_techniques ${counted} AND technique IS NOT NULL
    ), whole AS (
      SELECT rule, technique, true AS own FROM pairs
      UNION ALL SELECT DISTINCT rule, split_part(technique, '.', 1), false FROM pairs WHERE contains(technique, '.')
    )
    SELECT technique, any_value(t.name) AS name, count(DISTINCT rule) AS rules,
      count(DISTINCT rule) FILTER (own) AS own_rules
    FROM whole LEFT JOIN techniques t ON t.id = technique
    GROUP BY technique ORDER BY rules DESC, technique`,
  },
  {
    name: 'technique_vendors',
    comment: 'Rules by technique, each vendor by itself.',
    columns: {
      technique: 'The id of the technique.',
      vendor: 'The vendor.',
      rules: 'Its rules of the technique or of one of its sub-techniques.',
    },
    sql: `SELECT technique, vendor, count(DISTINCT rule) AS rules FROM (
      SELECT rule, technique, r.vendor FROM rule_techniques ${counted} AND technique IS NOT NULL
      UNION ALL SELECT rule, split_part(technique, '.', 1), r.vendor FROM rule_techniques ${counted} AND technique IS NOT NULL
    ) GROUP BY technique, vendor ORDER BY technique, rules DESC, vendor`,
  },
  {
    name: 'tactic_counts',
    comment: 'Rules by tactic of ATT&CK, in the order of the matrix.',
    columns: {
      tactic: 'The id of the tactic.',
      name: 'Its name; NULL where no table has the id.',
      rules: 'Its rules.',
    },
    sql: `SELECT tactic, any_value(t.name) AS name, count(DISTINCT rule) AS rules
    FROM rule_techniques JOIN rules r USING (rule) LEFT JOIN tactics t ON t.id = tactic
    WHERE r.is_counted AND tactic IS NOT NULL
    GROUP BY tactic ORDER BY min(t.place) NULLS LAST, tactic`,
  },
  {
    name: 'event_counts',
    comment: 'Rules by event type, of those that have any.',
    columns: {
      event: 'The key of the event type.',
      title: 'What it is called.',
      rules: 'Rules that it can satisfy some branch of.',
      fully: 'Rules that it can satisfy every branch of.',
    },
    sql: `SELECT event, any_value(e.title) AS title, count(*) AS rules,
      count(*) FILTER (branches_covered = c.branches) AS fully
    FROM rule_events c JOIN rules r USING (rule) LEFT JOIN events e USING (event)
    WHERE r.is_counted AND branches_covered > 0
    GROUP BY event ORDER BY rules DESC, event`,
  },
  {
    name: 'event_vendors',
    comment: 'Rules by event type, each vendor by itself.',
    columns: {
      event: 'The key of the event type.',
      vendor: 'The vendor.',
      rules: 'Its rules that the event can satisfy some branch of.',
    },
    sql: `SELECT event, vendor, count(*) AS rules FROM rule_events ${counted} AND branches_covered > 0
    GROUP BY event, vendor ORDER BY event, rules DESC, vendor`,
  },
  {
    name: 'field_counts',
    comment: 'Fields by the rules that test them.',
    columns: {
      canonical_field: 'The name that all spellings of the field share.',
      scope: 'Where that name holds: empty for endpoint events.',
      rules: 'Rules that test it.',
      looking: 'Rules that look for a value of it.',
      excluding: 'Rules that exclude a value of it.',
    },
    sql: `SELECT canonical_field, scope, count(DISTINCT rule) AS rules,
      count(DISTINCT rule) FILTER (is_looked_for) AS looking,
      count(DISTINCT rule) FILTER (is_excluded) AS excluding
    FROM fields ${counted}
    GROUP BY canonical_field, scope ORDER BY rules DESC, canonical_field, scope`,
  },
]

/** The same questions of what rules look for and of what they exclude. */
function partViews(name: string, table: string, verb: string): readonly ViewDefinition[] {
  const holders = `SELECT DISTINCT key, r.family, r.vendor FROM ${table} ${counted}`
  return [
    {
      name: `${name}_counts`,
      comment: `What families ${verb}, the commonest first.`,
      columns: {
        key: `The key of the ${name}.`,
        canonical_field: 'The field.',
        scope: 'Where the name of the field holds.',
        kind: 'How the first of the rules compares the value.',
        value: 'The value as the first of the rules writes it.',
        families: `Families with a rule that has it among its ${table}.`,
        rules: 'Rules that do, copies included.',
        vendors: 'The vendors of those rules.',
      },
      sql: `SELECT key, any_value(canonical_field) AS canonical_field, any_value(scope) AS scope,
      arg_min(kind, rule) AS kind, arg_min(value, rule) AS value,
      count(DISTINCT r.family) AS families, count(DISTINCT rule) AS rules,
      list_sort(list(DISTINCT r.vendor)) AS vendors
    FROM ${table} ${counted}
    GROUP BY key ORDER BY families DESC, key`,
    },
    {
      name: `${name}_vendors`,
      comment: `What families ${verb}, each vendor by itself.`,
      columns: {
        key: `The key of the ${name}.`,
        vendor: 'The vendor.',
        families: 'Families with a rule of the vendor that has it.',
      },
      sql: `SELECT key, vendor, count(*) AS families FROM (${holders})
    GROUP BY key, vendor ORDER BY key, families DESC, vendor`,
    },
    {
      name: `${name}_others`,
      comment: `How many other families ${verb} what a rule does: the number on the rule’s page.`,
      columns: {
        rule: 'The rule.',
        place: `The place among its ${table}.`,
        others: 'Families other than its own.',
      },
      sql: `WITH holders AS (SELECT DISTINCT key, family FROM (${holders})),
    totals AS (SELECT key, count(*) AS families FROM holders GROUP BY key)
    SELECT p.rule, p.place, coalesce(t.families, 0) - (h.family IS NOT NULL)::INTEGER AS others
    FROM ${table} p JOIN rules r USING (rule) LEFT JOIN totals t USING (key)
      LEFT JOIN holders h ON h.key = p.key AND h.family = r.family
    ORDER BY p.rule, p.place`,
    },
    {
      name: `${name}_others_by_vendor`,
      comment: `The same, each vendor by itself; a family counts once under each vendor that has it.`,
      columns: {
        rule: 'The rule.',
        place: `The place among its ${table}.`,
        vendor: 'The vendor of the others.',
        others: 'Families other than the rule’s own.',
      },
      sql: `SELECT p.rule, p.place, h.vendor, count(*) AS others
    FROM ${table} p JOIN rules r USING (rule) JOIN (${holders}) h ON h.key = p.key AND h.family <> r.family
    GROUP BY p.rule, p.place, h.vendor ORDER BY p.rule, p.place, h.vendor`,
    },
  ]
}
