import type {
  WireEventCoverage,
  WireExclusion,
  WireIndicator,
  WireRule,
  WireStage,
} from '../app/index.ts'
import type { Console } from './terminal/console.ts'
import { type Cell, type Column, tableLines } from './terminal/table.ts'
import { visible, wrapText } from './terminal/text-width.ts'

/**
 * A rule's page for a terminal: title, description, ATT&CK, events, stages and predicates,
 * indicators, exclusions, metadata, diagnostics. Wrapped to the width, nothing cut off.
 */
export function renderRule(rule: WireRule, console: Pick<Console, 'width' | 'colors'>): string {
  return new RulePage(rule, console).render()
}

const kindWords: Readonly<Record<string, string>> = {
  equals: 'is',
  starts_with: 'starts with',
  ends_with: 'ends with',
  file_name: 'file name is',
  has: 'has word',
  has_prefix: 'has word starting',
  has_suffix: 'has word ending',
  regex: 'matches regex',
  wildcard: 'is like',
  cidr: 'in network',
  lt: '<',
  lte: '≤',
  gt: '>',
  gte: '≥',
  null: 'is absent or null',
  field_equals: 'equals field',
  in_list: 'in list',
}

class RulePage {
  private readonly rule: WireRule
  private readonly width: number
  private readonly colors: Console['colors']
  private readonly lines: string[] = []

  constructor(rule: WireRule, console: Pick<Console, 'width' | 'colors'>) {
    this.rule = rule
    this.width = Math.min(Math.max(console.width, 40), 160)
    this.colors = console.colors
  }

  render(): string {
    this.head()
    this.attack()
    this.events()
    this.logic()
    this.indicators()
    this.exclusions()
    this.copies()
    this.metadata()
    this.diagnostics()
    return `${this.lines.join('\n')}\n`
  }

  private head(): void {
    const { rule, colors } = this
    for (const line of this.wrap(rule.title || '(no title)', 0)) this.lines.push(colors.bold(line))
    const level = rule.level === undefined ? [] : [this.level(rule.level)]
    const badges = [rule.vendor, rule.language, ...(rule.status === undefined ? [] : [rule.status])]
    this.lines.push([...level, ...badges.map(b => colors.dim(visible(b)))].join(colors.dim(' · ')))
    this.lines.push(colors.dim(visible(rule.id)))
    if (rule.description !== '') {
      this.lines.push('', ...this.wrap(rule.description.trim(), 0))
    }
  }

  private level(level: string): string {
    const { colors } = this
    if (level === 'critical') return colors.bold(colors.red(level))
    if (level === 'high') return colors.red(level)
    if (level === 'medium') return colors.yellow(level)
    return colors.cyan(level)
  }

  private section(title: string, note?: string): void {
    const { colors } = this
    const suffix = note === undefined ? '' : `  ${colors.dim(note)}`
    this.lines.push('', `${colors.bold(colors.blue(title))}${suffix}`)
  }

  private attack(): void {
    const { attack } = this.rule
    if (attack.length === 0) return
    this.section('ATT&CK')
    const rows = attack.map(({ tactic, technique }) => [
      { text: tactic?.name ?? '', paint: this.colors.reset },
      { text: tactic?.id ?? '', paint: this.colors.dim },
      { text: technique?.name ?? '' },
      { text: technique?.id ?? '', paint: this.colors.dim },
    ])
    this.table(
      [{ title: 'tactic' }, { title: '' }, { title: 'technique', wraps: true }, { title: '' }],
      rows,
    )
  }

  private events(): void {
    const { events } = this.rule
    this.section('Events that can satisfy it')
    if (events.length === 0) {
      const isCorrelation = this.rule.stages.some(stage => stage.kind === 'correlate')
      const why = isCorrelation
        ? 'those of the rules that it correlates'
        : 'none known for its log source'
      this.lines.push(`  ${this.colors.dim(why)}`)
      return
    }
    const rows = events.map(event => [
      { text: event.provider },
      // An operation is its own title.
      { text: event.eventId === event.title ? '' : (event.eventId ?? '') },
      { text: event.title || '(not in the catalogue)' },
      {
        text: `${event.branchesCovered} of ${event.branches}`,
        paint: event.branchesCovered === event.branches ? this.colors.green : this.colors.yellow,
      },
      { text: coverageNote(event), paint: this.colors.dim },
    ])
    this.table(
      [
        { title: 'provider' },
        { title: 'event', align: 'right' },
        { title: 'title', wraps: true },
        { title: 'branches', align: 'right' },
        { title: '', wraps: true },
      ],
      rows,
    )
  }

  private logic(): void {
    const { rule } = this
    this.section(
      'Stages and predicates',
      rule.branches === 0 ? undefined : branchWords(rule.branches),
    )
    for (const [index, stage] of rule.stages.entries()) this.stage(stage, index)
  }

  private stage(stage: WireStage, index: number): void {
    const { colors } = this
    const origin = stage.origin === undefined ? '' : ` (filter “${stage.origin.title}”)`
    const [first = '', ...rest] = this.wrap(`${stage.text}${origin}`, 12)
    this.lines.push(`  ${colors.cyan(stage.kind.padEnd(9))} ${first}`)
    for (const line of rest) this.lines.push(`${' '.repeat(12)}${line}`)
    const predicates = this.rule.predicates.filter(predicate => predicate.stage === index)
    if (predicates.length === 0) return
    let part: string | undefined
    const rows = predicates.map(predicate => {
      const shown = predicate.part === part ? '' : (predicate.part ?? '')
      part = predicate.part
      const kind = kindWords[predicate.kind] ?? predicate.kind
      const paint = predicate.negated ? colors.red : colors.reset
      return [
        { text: visible(shown), paint: colors.dim },
        { text: visible(predicate.field) },
        { text: `${predicate.negated ? 'not ' : ''}${kind}`, paint },
        { text: predicateValues(predicate), paint },
        { text: notes(predicate).join(', '), paint: colors.dim },
      ]
    })
    this.table(
      [
        { title: 'selection' },
        { title: 'field' },
        { title: 'test' },
        { title: 'values', wraps: true },
        { title: '' },
      ],
      rows,
      4,
    )
  }

  private indicators(): void {
    const { indicators } = this.rule
    this.section('Indicators', 'looked for · other rule families that look for the same')
    if (indicators.length === 0) {
      this.lines.push(`  ${this.colors.dim('none')}`)
      return
    }
    this.table(
      indicatorColumns,
      indicators.map(i => this.indicatorRow(i)),
    )
  }

  private exclusions(): void {
    const { exclusions } = this.rule
    if (exclusions.length === 0) return
    this.section('Exclusions', 'what must not hold, group by group')
    let group = -1
    const rows = exclusions.map(exclusion => {
      const text = exclusion.group === group ? '' : groupWords(exclusion)
      group = exclusion.group
      return [{ text, paint: this.colors.dim }, ...this.indicatorRow(exclusion)]
    })
    this.table([{ title: 'group' }, ...indicatorColumns], rows)
  }

  private indicatorRow(indicator: WireIndicator): readonly Cell[] {
    const vendors = Object.entries(indicator.byVendor).map(
      ([vendor, count]) => `${vendor} ${count}`,
    )
    const renamed =
      indicator.field === indicator.canonicalField ? [] : [`as ${indicator.canonicalField}`]
    return [
      { text: visible(indicator.field) },
      { text: kindWords[indicator.kind] ?? indicator.kind },
      { text: valueWords(indicator.value), paint: this.colors.green },
      // Zero is blank: the indicator is this rule’s own.
      { text: indicator.others === 0 ? '' : String(indicator.others) },
      {
        text: [...vendors, ...renamed, ...notes(indicator)].join(', '),
        paint: this.colors.dim,
      },
    ]
  }

  private copies(): void {
    const { copies } = this.rule
    if (copies.length === 0) return
    this.section('Copies', 'rules of equal logic')
    this.table(
      [{ title: 'vendor' }, { title: 'title', wraps: true }, { title: 'id' }],
      copies.map(copy => [{ text: copy.vendor }, { text: visible(copy.title) }, { text: copy.id }]),
    )
  }

  private metadata(): void {
    const { rule } = this
    this.section('About')
    this.pair('log source', logSourceWords(rule))
    if (rule.logSource.definition !== undefined) this.pair('needs', rule.logSource.definition)
    this.pair('authors', rule.authors.join(', '))
    this.pair('licence', rule.license ?? '')
    this.pair(
      'date',
      [rule.date, rule.modified && `modified ${rule.modified}`].filter(Boolean).join(', '),
    )
    this.pair('tags', rule.tags.join(', '))
    this.pair('related', rule.related.map(r => `${r.type} ${r.id}`).join(', '))
    this.pair('false positives', rule.falsePositives.join('\n'))
    this.pair('references', rule.references.join('\n'))
    this.pair('file', rule.path)
  }

  private pair(name: string, value: string): void {
    if (value.trim() === '') return
    const [first = '', ...rest] = this.wrap(value.trim(), 19)
    this.lines.push(`  ${this.colors.dim(name.padEnd(16))} ${first}`)
    for (const line of rest) this.lines.push(`${' '.repeat(19)}${line}`)
  }

  private diagnostics(): void {
    const { diagnostics } = this.rule
    if (diagnostics.length === 0) return
    this.section('Diagnostics')
    for (const { severity, code, message, span, help } of diagnostics) {
      const paint =
        severity === 'error'
          ? this.colors.red
          : severity === 'warning'
            ? this.colors.yellow
            : this.colors.cyan
      const text = `${message}${help === undefined ? '' : ` (${help})`}`
      const [first = '', ...rest] = this.wrap(text, 4)
      this.lines.push(`  ${paint(`${severity}[${code}]`)} ${this.colors.dim(`line ${span.line}`)}`)
      for (const line of [first, ...rest]) this.lines.push(`    ${line}`)
    }
  }

  private table(
    columns: readonly Column[],
    rows: readonly (readonly Cell[])[],
    indent: number = 2,
  ): void {
    const paintHead = this.colors.dim
    this.lines.push(...tableLines(columns, rows, { width: this.width, indent, paintHead }))
  }

  private wrap(text: string, margin: number): readonly string[] {
    return wrapText(visible(text), this.width - margin)
  }
}

const indicatorColumns: readonly Column[] = [
  { title: 'field' },
  { title: 'test' },
  { title: 'value', wraps: true },
  { title: 'others', align: 'right' },
  { title: '', wraps: true },
]

function predicateValues(predicate: WireRule['predicates'][number]): string {
  if (predicate.kind === 'null') return ''
  const joiner = predicate.all && predicate.values.length > 1 ? 'and ' : ''
  return predicate.values
    .map((value, i) => `${i === 0 ? '' : joiner}${valueWords(value)}`)
    .join('\n')
}

/** A value with quotes where its ends would not be seen. */
function valueWords(value: string): string {
  const text = visible(value)
  return text === '' || text !== text.trim() ? `"${text}"` : text
}

function notes(item: {
  readonly cased: boolean
  readonly transforms: readonly string[]
  readonly all?: boolean
}): readonly string[] {
  return [...item.transforms, ...(item.cased ? ['cased'] : []), ...(item.all ? ['all'] : [])]
}

function branchWords(branches: number): string {
  return branches === 1 ? 'one way to fire' : `${branches} ways to fire`
}

function groupWords({ group, groupSize }: WireExclusion): string {
  return groupSize === 1 ? `${group + 1}` : `${group + 1}: all ${groupSize}`
}

function coverageNote(event: WireEventCoverage): string {
  return [
    event.missingFields.length === 0 ? [] : [`lacks ${event.missingFields.join(', ')}`],
    event.exclusionsWithoutField.length === 0
      ? []
      : [`unfiltered without ${event.exclusionsWithoutField.join(', ')}`],
    event.vacuousAbsences.length === 0 ? [] : [`never has ${event.vacuousAbsences.join(', ')}`],
    event.fieldsKnown ? [] : ['its fields are not known'],
  ]
    .flat()
    .join('; ')
}

function logSourceWords({ logSource }: WireRule): string {
  const { product, category, service } = logSource
  return [
    product === undefined ? [] : [`product ${product}`],
    category === undefined ? [] : [`category ${category}`],
    service === undefined ? [] : [`service ${service}`],
  ]
    .flat()
    .join(', ')
}
