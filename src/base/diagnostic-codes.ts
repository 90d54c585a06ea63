/**
 * Every diagnostic code, with its severity and the sentence that the manual prints. A code is
 * `area/problem`; a released code is never reused for another problem.
 *
 * `error`: the rule or a part of it cannot be run as written. `warning`: it runs, and probably does
 * not do what its author meant. `note`: worth knowing.
 */

export type Severity = 'error' | 'warning' | 'note'

interface CodeEntry {
  readonly severity: Severity
  readonly summary: string
}

const table = {
  'yaml/syntax': { severity: 'error', summary: 'The file is not valid YAML.' },
  'yaml/duplicate-key': {
    severity: 'warning',
    summary: 'A YAML map holds one key twice; the last one counts.',
  },
  'yaml/alias-limit': {
    severity: 'error',
    summary:
      'YAML nests deeper, or expands to more by aliases or shared documents, than the limit.',
  },
  'yaml/not-a-map': { severity: 'error', summary: 'A document is not a map, so it is no rule.' },
  'yaml/empty': { severity: 'warning', summary: 'The file holds no document.' },
  'toml/syntax': { severity: 'error', summary: 'The file is not valid TOML.' },
  'sigma/missing-title': { severity: 'warning', summary: 'The rule has no title.' },
  'sigma/invalid-attribute': {
    severity: 'warning',
    summary: 'An attribute has a type the specification forbids.',
  },
  'sigma/missing-logsource': { severity: 'warning', summary: 'The rule has no log source.' },
  'sigma/missing-detection': { severity: 'error', summary: 'The rule has no detection section.' },
  'sigma/missing-condition': {
    severity: 'error',
    summary: 'The detection section has no condition.',
  },
  'sigma/condition-syntax': {
    severity: 'error',
    summary: 'The condition does not follow the grammar.',
  },
  'sigma/unknown-selection': {
    severity: 'error',
    summary: 'The condition names a selection that does not exist.',
  },
  'sigma/empty-quantifier': {
    severity: 'error',
    summary: '“1 of” or “all of” matches no selection.',
  },
  'sigma/empty-selection': { severity: 'error', summary: 'A selection holds nothing to test.' },
  'sigma/unknown-modifier': {
    severity: 'error',
    summary: 'A field has a modifier the specification does not know.',
  },
  'sigma/invalid-modifier': {
    severity: 'error',
    summary: 'A modifier does not fit the value or the other modifiers.',
  },
  'sigma/invalid-value': {
    severity: 'error',
    summary: 'A value cannot be tested as its modifiers ask.',
  },
  'sigma/invalid-regex': { severity: 'error', summary: 'A regular expression does not compile.' },
  'sigma/unsupported-regex': {
    severity: 'error',
    summary: 'A regular expression needs what a linear-time engine lacks.',
  },
  'sigma/nesting-limit': {
    severity: 'error',
    summary: 'Selections or the condition nest deeper, or expand to more, than the limit.',
  },
  'sigma/unsupported-aggregation': {
    severity: 'error',
    summary: 'An aggregation of the old form cannot be read.',
  },
  'sigma/near': {
    severity: 'error',
    summary: '“near” of the old form has no defined meaning; it is kept, not run.',
  },
  'sigma/timeframe': { severity: 'error', summary: 'A time span cannot be read.' },
  'sigma/unknown-taxonomy': {
    severity: 'warning',
    summary: 'The rule names a taxonomy other than Sigma’s own.',
  },
  'sigma/invalid-correlation': {
    severity: 'error',
    summary: 'A correlation rule does not follow the specification.',
  },
  'sigma/unknown-rule': {
    severity: 'error',
    summary: 'A rule that is referred to is not among those read.',
  },
  'sigma/circular-correlation': {
    severity: 'error',
    summary: 'Correlation rules refer to one another in a circle.',
  },
  'sigma/invalid-filter': {
    severity: 'error',
    summary: 'A filter rule does not follow the specification.',
  },
  'sigma/filter-without-negation': {
    severity: 'warning',
    summary: 'A filter’s condition negates nothing, so it narrows the rule to what it names.',
  },
  'sigma/filter-on-correlation': {
    severity: 'warning',
    summary: 'A filter names a correlation rule; filters apply to plain rules only.',
  },
  'sigma/filter-logsource': {
    severity: 'warning',
    summary: 'A filter names a rule whose log source is not its own.',
  },
  'sigma/unknown-action': {
    severity: 'warning',
    summary: 'A document has an action of the old form that nobody defined.',
  },
  'sigma/invalid-tag': {
    severity: 'note',
    summary: 'A tag does not have the form namespace.name.',
  },
  'kuery/syntax': { severity: 'error', summary: 'A KQL query does not follow the grammar.' },
  'kuery/unterminated-string': {
    severity: 'error',
    summary: 'A quotation mark in a KQL query has no partner.',
  },
  'kuery/invalid-escape': {
    severity: 'error',
    summary: 'A backslash outside quotation marks stands before what needs none in KQL.',
  },
  'kuery/control-character': {
    severity: 'warning',
    summary:
      '“\\t”, “\\r” or “\\n” in a KQL query is a tab or a line break and may be meant as a path.',
  },
  'kuery/nesting-limit': {
    severity: 'error',
    summary: 'A KQL query nests deeper than the limit.',
  },
  'kuery/invalid-range': {
    severity: 'error',
    summary: 'A range in a KQL query has a value that nothing can be compared with.',
  },
  'kuery/relative-date': {
    severity: 'error',
    summary: 'A KQL query names a time relative to now, which logs of the past do not have.',
  },
  'kuery/equals-sign': {
    severity: 'warning',
    summary: 'Free text in a KQL query holds an equals sign; fields are compared with a colon.',
  },
  'kuery/quoted-star': {
    severity: 'warning',
    summary:
      'A star in quotation marks is a plain star in KQL, and at the end of a value it is rarely meant so.',
  },
  'kuery/field-pattern': {
    severity: 'note',
    summary: 'A KQL query tests all fields whose names follow a pattern, which is shown, not run.',
  },
  'kuery/nested-object': {
    severity: 'note',
    summary: 'A nested KQL query is read as tests of the whole event, not of one object in a list.',
  },
  'eql/syntax': { severity: 'error', summary: 'The query does not follow the grammar of EQL.' },
  'eql/unterminated-text': { severity: 'error', summary: 'A text or a quoted name has no end.' },
  'eql/invalid-escape': {
    severity: 'error',
    summary: 'A text holds an escape that EQL does not know.',
  },
  'eql/nesting-limit': {
    severity: 'error',
    summary: 'Conditions nest deeper, or a sum is longer, than the limit.',
  },
  'eql/other-dialect': {
    severity: 'warning',
    summary:
      'Elasticsearch refuses a form that older EQL or other tools take; it is read as they mean it.',
  },
  'eql/unknown-function': { severity: 'error', summary: 'A function is not one of EQL’s.' },
  'eql/invalid-argument': {
    severity: 'error',
    summary: 'A function or an operator cannot work with what it is given.',
  },
  'eql/invalid-regex': { severity: 'error', summary: 'A regular expression does not compile.' },
  'eql/unsupported-regex': {
    severity: 'error',
    summary: 'A regular expression needs what a linear-time engine lacks.',
  },
  'eql/invalid-sequence': {
    severity: 'error',
    summary:
      'A sequence or a sample breaks a rule of EQL: its span, its runs, its keys or its steps.',
  },
  'eql/unknown-pipe': { severity: 'error', summary: 'A pipe is not one of EQL’s.' },
  'eql/lineage': {
    severity: 'error',
    summary:
      'A condition on ancestors or descendants needs a process tree, which nothing here keeps.',
  },
  'esql/syntax': { severity: 'error', summary: 'An ES|QL query does not follow the grammar.' },
  'esql/unterminated-string': {
    severity: 'error',
    summary: 'A quotation mark in an ES|QL query has no partner on its line.',
  },
  'esql/unterminated-comment': {
    severity: 'error',
    summary: 'A comment in an ES|QL query has no end.',
  },
  'esql/invalid-escape': {
    severity: 'error',
    summary: 'A backslash in a text of an ES|QL query stands before what is no escape.',
  },
  'esql/nesting-limit': {
    severity: 'error',
    summary: 'An ES|QL query nests deeper than the limit.',
  },
  'esql/code-label': {
    severity: 'warning',
    summary: 'The name of a language stands on a line before an ES|QL query.',
  },
  'esql/unknown-command': {
    severity: 'error',
    summary: 'A command of an ES|QL query is not known.',
  },
  'esql/unknown-function': {
    severity: 'error',
    summary: 'A function in an ES|QL query is not known, so what it gives is not either.',
  },
  'esql/unknown-unit': {
    severity: 'error',
    summary: 'A time span in an ES|QL query has a unit that does not exist.',
  },
  'esql/unknown-column': {
    severity: 'warning',
    summary: 'An ES|QL query names a column that STATS did not leave.',
  },
  'esql/invalid-regex': {
    severity: 'error',
    summary: 'A regular expression in an ES|QL query does not compile.',
  },
  'esql/unsupported-regex': {
    severity: 'error',
    summary: 'A regular expression in an ES|QL query needs what a linear-time engine lacks.',
  },
  'esql/regex-anchor': {
    severity: 'warning',
    summary: 'RLIKE matches the whole value, and “^” and “$” are plain characters in it.',
  },
  'esql/pattern-escape': {
    severity: 'warning',
    summary: 'A backslash in a LIKE pattern stands before a plain character and means nothing.',
  },
  'esql/null-comparison': {
    severity: 'warning',
    summary: 'A comparison with NULL is never true in ES|QL; IS NULL asks for absence.',
  },
  'esql/case-mismatch': {
    severity: 'warning',
    summary: 'What TO_LOWER or TO_UPPER gives is compared with a text of the other case.',
  },
  'esql/several-values': {
    severity: 'note',
    summary:
      'ES|QL compares a field of several values as null, which the logic reads as any of them.',
  },
  'kusto/syntax': { severity: 'error', summary: 'A Kusto query does not follow the grammar.' },
  'kusto/nesting-limit': {
    severity: 'error',
    summary: 'A Kusto query nests deeper than the limit.',
  },
  'kusto/size-limit': { severity: 'error', summary: 'A Kusto query is longer than the limit.' },
  'kusto/expansion-limit': {
    severity: 'error',
    summary: 'The names of a Kusto query stand for more, put in their places, than the limit.',
  },
  'kusto/unsupported-operator': {
    severity: 'error',
    summary: 'An operator of a Kusto query is not one that is taken apart.',
  },
  'kusto/no-query': {
    severity: 'warning',
    summary: 'A Kusto text defines names and asks for nothing.',
  },
  'kusto/several-results': {
    severity: 'note',
    summary: 'A Kusto text holds several queries, of which each has a result of its own.',
  },
  'kusto/invalid-regex': {
    severity: 'error',
    summary: 'A regular expression in a Kusto query does not compile.',
  },
  'kusto/unsupported-regex': {
    severity: 'error',
    summary: 'A regular expression in a Kusto query needs what a linear-time engine lacks.',
  },
  'kusto/invalid-network': {
    severity: 'error',
    summary: 'A Kusto query asks for an address of a network that is none.',
  },
  'kusto/case-mismatch': {
    severity: 'warning',
    summary: 'What tolower() or toupper() gives is compared with a text of the other case.',
  },
  'spl/syntax': { severity: 'error', summary: 'A search of Splunk does not follow the grammar.' },
  'spl/unterminated-string': {
    severity: 'error',
    summary: 'A quotation mark in a search of Splunk has no partner.',
  },
  'spl/nesting-limit': {
    severity: 'error',
    summary: 'A search of Splunk nests deeper than the limit.',
  },
  'spl/unknown-command': {
    severity: 'error',
    summary: 'A search of Splunk has a command that is not known.',
  },
  'spl/unknown-function': {
    severity: 'error',
    summary: 'An expression of Splunk calls a function that does not exist.',
  },
  'spl/unknown-macro': {
    severity: 'error',
    summary: 'A search of Splunk calls a macro that has no definition among the given ones.',
  },
  'spl/macro-recursion': {
    severity: 'error',
    summary: 'A macro of Splunk calls itself, directly or through others.',
  },
  'spl/macro-limit': {
    severity: 'error',
    summary: 'Macros of Splunk call one another too deep, or add too much text.',
  },
  'spl/subsearch-fields': {
    severity: 'warning',
    summary: 'A subsearch does not say which fields it gives, so its condition cannot be read.',
  },
  'spl/dropped-field': {
    severity: 'warning',
    summary: 'A search of Splunk uses a field that an earlier command has left out.',
  },
  'spl/stray-backslash': {
    severity: 'warning',
    summary: 'A backslash in a search of Splunk escapes nothing; it is read as a backslash.',
  },
  'spl/lower-case-operator': {
    severity: 'warning',
    summary: '“and”, “or” and “not” in small letters are words that the search command looks for.',
  },
  'spl/literal-wildcard': {
    severity: 'warning',
    summary: 'A star in a comparison of “where” is a plain star.',
  },
  'spl/unquoted-field': {
    severity: 'warning',
    summary:
      'A dot in an expression of Splunk puts texts together; field names with dots are quoted.',
  },
  'spl/case-mismatch': {
    severity: 'warning',
    summary: 'A value in lower or upper case is compared with a text that is not.',
  },
  'spl/invalid-regex': {
    severity: 'error',
    summary: 'A search of Splunk has a regular expression that does not compile.',
  },
  'spl/unsupported-regex': {
    severity: 'warning',
    summary: 'A regular expression of a search needs what the linear-time engine lacks.',
  },
  'lucene/syntax': { severity: 'error', summary: 'A Lucene query does not follow the grammar.' },
  'lucene/unterminated-string': {
    severity: 'error',
    summary: 'A quotation mark in a Lucene query has no partner.',
  },
  'lucene/unterminated-regex': {
    severity: 'error',
    summary: 'A regular expression in a Lucene query has no slash at its end.',
  },
  'lucene/invalid-escape': {
    severity: 'error',
    summary: 'A backslash in a Lucene query escapes nothing.',
  },
  'lucene/nesting-limit': {
    severity: 'error',
    summary: 'A Lucene query nests deeper than the limit.',
  },
  'lucene/invalid-range': {
    severity: 'error',
    summary: 'A range in a Lucene query has a bound that nothing can be compared with.',
  },
  'lucene/relative-date': {
    severity: 'error',
    summary: 'A Lucene query names a time relative to now, which logs of the past do not have.',
  },
  'lucene/invalid-regex': {
    severity: 'error',
    summary: 'A regular expression in a Lucene query does not compile.',
  },
  'lucene/unsupported-regex': {
    severity: 'error',
    summary: 'A regular expression in a Lucene query needs what a linear-time engine lacks.',
  },
  'lucene/bare-operator': {
    severity: 'warning',
    summary: 'An operator in a Lucene query has a blank behind it and is a term of its own.',
  },
  'lucene/lowercase-operator': {
    severity: 'warning',
    summary: '“and”, “or” or “not” in a Lucene query is a word, since operators are in capitals.',
  },
  'lucene/mixed-operators': {
    severity: 'warning',
    summary: 'AND and OR stand side by side in a Lucene query, where neither binds more tightly.',
  },
  'lucene/optional-clause': {
    severity: 'warning',
    summary: 'A clause of a Lucene query changes nothing, since others beside it are required.',
  },
  'lucene/field-pattern': {
    severity: 'note',
    summary:
      'A Lucene query tests all fields whose names follow a pattern, which is shown, not run.',
  },
  'lucene/near-match': {
    severity: 'note',
    summary:
      'A Lucene query asks for what is nearly equal or near together, which is shown, not run.',
  },
  'panther/imperative': {
    severity: 'note',
    summary: 'A part of a Panther rule is imperative Python, which is kept and not read.',
  },
  'panther/missing-code': {
    severity: 'note',
    summary: 'The Python file of a Panther rule is not beside it, so its logic is not known.',
  },
  'panther/unknown-type': {
    severity: 'note',
    summary: 'A Panther rule does not say whether a field is a text or a list.',
  },
  'panther/invalid-attribute': {
    severity: 'warning',
    summary: 'An attribute of a Panther file has a type that it must not have.',
  },
  'panther/missing-detection': {
    severity: 'error',
    summary: 'A Panther rule has neither a detection nor a Python file.',
  },
  'panther/unknown-condition': {
    severity: 'error',
    summary: 'A match expression of a Panther rule has a form that is not known.',
  },
  'panther/unknown-language': {
    severity: 'error',
    summary: 'A Panther query is in a language that is not read.',
  },
  'elastic/invalid-attribute': {
    severity: 'warning',
    summary: 'An attribute of an Elastic rule has a type that it must not have.',
  },
  'elastic/missing-rule': {
    severity: 'error',
    summary: 'A file of Elastic’s has neither a table “rule” nor a table “hunt”.',
  },
  'elastic/missing-query': { severity: 'error', summary: 'An Elastic rule has no query.' },
  'elastic/unknown-type': {
    severity: 'error',
    summary: 'An Elastic rule has a type that is not known.',
  },
  'elastic/unknown-language': {
    severity: 'error',
    summary: 'An Elastic query is in a language that is not read.',
  },
  'elastic/unsupported-filter': {
    severity: 'error',
    summary: 'A filter of an Elastic rule has a form that is not read.',
  },
  'elastic/saved-query': {
    severity: 'error',
    summary: 'An Elastic rule runs a query that is kept elsewhere.',
  },
  'splunk/invalid-attribute': {
    severity: 'warning',
    summary: 'An attribute of a Splunk rule has a type that it must not have.',
  },
  'splunk/missing-search': { severity: 'error', summary: 'A Splunk rule has no search.' },
  'splunk/unknown-lookup': {
    severity: 'note',
    summary: 'A search uses a lookup that no file of its source describes.',
  },
  'sentinel/invalid-attribute': {
    severity: 'warning',
    summary: 'An attribute of a Sentinel rule has a type that it must not have.',
  },
  'sentinel/missing-query': { severity: 'error', summary: 'A Sentinel rule has no query.' },
  'yaral/syntax': { severity: 'error', summary: 'A rule does not follow the grammar of YARA-L.' },
  'yaral/unterminated': {
    severity: 'error',
    summary: 'A text, an expression or a comment in a YARA-L rule has no end.',
  },
  'yaral/unknown-escape': {
    severity: 'warning',
    summary: 'A backslash in a text of a YARA-L rule stands before what is no escape.',
  },
  'yaral/nesting-limit': {
    severity: 'error',
    summary: 'A YARA-L rule nests deeper, or has more alternatives, than the limit.',
  },
  'yaral/missing-rule': { severity: 'error', summary: 'A file of YARA-L holds no rule.' },
  'yaral/missing-section': {
    severity: 'error',
    summary: 'A YARA-L rule has no section “events”, or no “condition”.',
  },
  'yaral/invalid-attribute': {
    severity: 'warning',
    summary: 'A key under “meta” of a YARA-L rule has a value that it must not have.',
  },
  'yaral/unknown-function': {
    severity: 'warning',
    summary: 'A function in a YARA-L rule is not known, so what it gives is not either.',
  },
  'yaral/invalid-argument': {
    severity: 'error',
    summary: 'A function or an operator of YARA-L cannot work with what it is given.',
  },
  'yaral/invalid-regex': {
    severity: 'error',
    summary: 'A regular expression in a YARA-L rule does not compile.',
  },
  'yaral/unsupported-regex': {
    severity: 'error',
    summary: 'A regular expression in a YARA-L rule needs what a linear-time engine lacks.',
  },
  'yaral/invalid-window': {
    severity: 'error',
    summary: 'The time span of a YARA-L rule cannot be read.',
  },
  'yaral/missing-match': {
    severity: 'warning',
    summary:
      'A YARA-L rule about several events has no section “match”, which says how they belong together.',
  },
  'yaral/unknown-variable': {
    severity: 'error',
    summary: 'The condition of a YARA-L rule names a variable that no other section has.',
  },
  'yaral/case-mismatch': {
    severity: 'warning',
    summary:
      'What strings.to_lower or strings.to_upper gives is compared with a text of the other case.',
  },
  'yaral/several-values': {
    severity: 'note',
    summary:
      'YARA-L tests each value of a repeated field by itself, and the logic reads “!=” as none of them.',
  },
  'mql/syntax': { severity: 'error', summary: 'A query does not follow the grammar of MQL.' },
  'mql/unterminated': {
    severity: 'error',
    summary: 'A text or a comment in an MQL query has no end.',
  },
  'mql/invalid-escape': {
    severity: 'error',
    summary: 'A backslash in a text of an MQL query stands before what is no escape.',
  },
  'mql/nesting-limit': { severity: 'error', summary: 'An MQL query nests deeper than the limit.' },
  'mql/unknown-function': {
    severity: 'warning',
    summary: 'A function in an MQL query is not known, so what it gives is not either.',
  },
  'mql/invalid-argument': {
    severity: 'error',
    summary: 'A function or an operator of MQL cannot work with what it is given.',
  },
  'mql/invalid-scope': {
    severity: 'error',
    summary: 'A dot in an MQL query stands for the item of a scope that is not there.',
  },
  'mql/invalid-regex': {
    severity: 'error',
    summary: 'A regular expression in an MQL query does not compile.',
  },
  'mql/unsupported-regex': {
    severity: 'error',
    summary: 'A regular expression in an MQL query needs what a linear-time engine lacks.',
  },
  'mql/null-comparison': {
    severity: 'warning',
    summary: 'A comparison with null is never true in MQL; “is null” asks for absence.',
  },
  'sublime/invalid-attribute': {
    severity: 'warning',
    summary: 'An attribute of a Sublime rule has a type that it must not have.',
  },
  'sublime/missing-source': { severity: 'error', summary: 'A Sublime rule has no source.' },
  'pipeline/invalid': {
    severity: 'error',
    summary: 'A processing pipeline does not have the form that pySigma gives it.',
  },
  'pipeline/ignored': {
    severity: 'note',
    summary: 'A part of a processing pipeline is for queries, which nothing here makes.',
  },
  'pipeline/failure': {
    severity: 'warning',
    summary: 'A processing pipeline does not let the rule be run.',
  },
  'attack/renamed': {
    severity: 'note',
    summary: 'An ATT&CK id was renumbered in a newer version.',
  },
  'attack/deprecated': { severity: 'note', summary: 'An ATT&CK id is deprecated.' },
  'attack/revoked': { severity: 'note', summary: 'An ATT&CK id was revoked.' },
  'attack/unknown': {
    severity: 'note',
    summary: 'An ATT&CK id or tactic is in no version known here.',
  },
  'logic/branch-limit': {
    severity: 'note',
    summary: 'The rule has more branches than the limit, so it is shown whole.',
  },
  'anvilogic/invalid-attribute': {
    severity: 'warning',
    summary: 'An attribute of an Anvilogic rule has the wrong type.',
  },
  'anvilogic/missing-logic': { severity: 'error', summary: 'An Anvilogic rule has no logic.' },
  'anvilogic/unknown-language': {
    severity: 'warning',
    summary: 'The logic of an Anvilogic rule is in a language that is not read.',
  },
  'sql/syntax': { severity: 'error', summary: 'A query in SQL does not follow the grammar.' },
  'sql/unterminated': {
    severity: 'error',
    summary: 'A text, a quoted name, a comment or a template in SQL has no end.',
  },
  'sql/nesting-limit': {
    severity: 'error',
    summary: 'Brackets, negations or queries in SQL nest deeper than the limit.',
  },
  'sql/template': {
    severity: 'warning',
    summary: 'A macro or statement of a template stands in SQL; it is kept and not expanded.',
  },
  'sql/not-read': {
    severity: 'warning',
    summary: 'A part of SQL looks at several events in a way that the logic cannot say.',
  },
  'sql/nested-query': {
    severity: 'note',
    summary:
      'A query inside a condition is kept as text, since the condition does not hold by it alone.',
  },
  'sql/too-large': {
    severity: 'warning',
    summary: 'Common table expressions in SQL expand to more than the limit.',
  },
  'sql/invalid-regex': { severity: 'error', summary: 'A regular expression in SQL is none.' },
  'sql/unsupported-regex': {
    severity: 'warning',
    summary: 'A regular expression in SQL needs what the linear-time engine lacks.',
  },
  'sql/null-comparison': {
    severity: 'warning',
    summary: 'A comparison with NULL in SQL is never true.',
  },
  'sql/case-mismatch': {
    severity: 'warning',
    summary: 'A value in one case is compared in SQL with a text in another, which it never is.',
  },
  'sql/lost-escape': {
    severity: 'warning',
    summary: 'A backslash in a text of Snowflake is gone before a pattern or expression sees it.',
  },
  'run/several-events': {
    severity: 'note',
    summary: 'The rule looks at several events together in a way that scan does not do yet.',
  },
  'run/correlation': {
    severity: 'note',
    summary: 'A correlation needs a rule that is not run, or asks for what has no defined meaning.',
  },
  'run/missing-list': {
    severity: 'note',
    summary: 'The rule, or a part of it, needs the members of a list that nobody gave.',
  },
  'run/not-computed': {
    severity: 'note',
    summary:
      'The rule tests, groups by or computes with a value that scan does not know how to compute.',
  },
  'run/elsewhere': {
    severity: 'note',
    summary: 'The rule needs what is in no log: a feed of indicators, a lookup, a trained model.',
  },
  'run/unknown-logsource': {
    severity: 'note',
    summary: 'No known log has the rule’s log source, so scan has no events for it.',
  },
  'lint/duplicate-id': { severity: 'warning', summary: 'Two rules have one id.' },
  'lint/unused-selection': {
    severity: 'warning',
    summary: 'The condition never uses a selection.',
  },
  'lint/all-on-one-value': {
    severity: 'warning',
    summary: '“all” stands on a single value, where it changes nothing.',
  },
  'lint/null-in-list': { severity: 'warning', summary: 'A list mixes null with values.' },
  'lint/unknown-logsource': {
    severity: 'warning',
    summary: 'No known log has the rule’s log source.',
  },
  'lint/unknown-field': {
    severity: 'warning',
    summary: 'None of the events that the rule can see has a field it tests.',
  },
  'lint/bare-file-name': {
    severity: 'warning',
    summary: 'The path of a program is compared with a bare file name.',
  },
  'lint/never-true': { severity: 'warning', summary: 'The condition can never hold.' },
  'lint/always-true': { severity: 'warning', summary: 'The condition always holds.' },
} as const

export type DiagnosticCode = keyof typeof table

/** The table itself, by code. */
export const diagnosticCodes: Readonly<Record<DiagnosticCode, CodeEntry>> = table
