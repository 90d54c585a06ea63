import type { WireSummary } from '../app/index.ts'
import type { Console } from './terminal/console.ts'
import { plural } from './terminal/plural.ts'
import { visible } from './terminal/text-width.ts'

/** What a scan did and what it could not do, for standard error. */
export function renderSummary(
  summary: WireSummary,
  { errorColors: colors }: Pick<Console, 'errorColors'>,
  isInterrupted: boolean,
): string {
  const { rules, inputs, seconds } = summary
  const lines: string[] = []
  if (isInterrupted) lines.push(colors.yellow('interrupted: what follows is what was done'))
  for (const { file, offset, reason } of inputs.unreadable) {
    lines.push(`${colors.red('unreadable')} ${visible(file)} at byte ${offset}: ${visible(reason)}`)
  }
  for (const { path, title, reason } of rules.partial) {
    lines.push(
      `${colors.yellow('in part')} ${visible(title)} (${visible(path)}): ${visible(reason)}`,
    )
  }
  lines.push(...reasonLines(rules.notRun, colors))
  if (inputs.unrecognised > 0) {
    lines.push(
      `${colors.yellow('unrecognised')} ${plural(inputs.unrecognised, 'event')} without a sign of the log they are from; no rule looked at them`,
    )
  }
  lines.push(...correlationLines(summary.correlations, colors))
  lines.push(
    `${colors.bold(plural(summary.matches, 'match'))} in ${plural(summary.events, 'event')} of ${plural(inputs.read, 'file')}; ` +
      `${rules.run} of ${plural(rules.loaded, 'rule')} run; ` +
      `${seconds.load.toFixed(1)} s to load, ${seconds.scan.toFixed(1)} s to scan`,
  )
  return `${lines.join('\n')}\n`
}

/** What correlations could not take into account. */
function correlationLines(
  { timeless, dropped, passedOver }: WireSummary['correlations'],
  colors: Console['colors'],
): readonly string[] {
  const lines: string[] = []
  if (dropped > 0) {
    lines.push(
      `${colors.red('left out')} ${plural(dropped, 'event')} of correlations, which were too many; matches may be missing`,
    )
  }
  if (timeless > 0) {
    lines.push(
      `${colors.yellow('without a time')} ${plural(timeless, 'event')}, which no correlation could count`,
    )
  }
  for (const one of passedOver.slice(0, mostPassedOver)) {
    const { title, path, withoutGroup, withoutValue, crowded, withoutHistory } = one
    const reasons = [
      withoutGroup > 0 ? `${plural(withoutGroup, 'event')} without a field it groups by` : '',
      withoutValue > 0 ? `${plural(withoutValue, 'event')} without a value it computes with` : '',
      crowded > 0 ? `${plural(crowded, 'event')} with more than 64 values` : '',
      withoutHistory > 0
        ? `${plural(withoutHistory, 'event')} whose log does not go back as far as it looks for earlier ones`
        : '',
    ].filter(Boolean)
    lines.push(
      `${colors.yellow('in part')} ${visible(title)} (${visible(path)}): ${reasons.join(', ')}`,
    )
  }
  const rest = passedOver.length - mostPassedOver
  if (rest > 0) {
    const which = 'passed events over, without a field they group by or the like'
    lines.push(
      `${colors.yellow('in part')} ${plural(rest, 'other rule')} ${which}: --summary names each`,
    )
  }
  return lines
}

/** How many rules that passed events over are named; a scan of hundreds would say nothing else. */
const mostPassedOver = 10

/** How many lines say why rules were not run. */
const mostReasons = 20

/** The rules that were not run, by reason, what stands in brackets apart: `--summary` names each. */
function reasonLines(
  notRun: WireSummary['rules']['notRun'],
  colors: Console['colors'],
): readonly string[] {
  const kinds = new Map<string, string[]>()
  for (const { reason } of notRun) {
    const kind = reason.replace(/ \(.*\)$/s, '').replace(/“.*?”/s, '“…”')
    const known = kinds.get(kind)
    if (known === undefined) kinds.set(kind, [reason])
    else known.push(reason)
  }
  const sorted = [...kinds].sort(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1))
  const lines = sorted.slice(0, mostReasons).map(([kind, reasons]) => {
    const isOne = new Set(reasons).size === 1
    const text = visible(isOne ? (reasons[0] ?? '') : kind)
    return `${colors.yellow('not run')} ${plural(reasons.length, 'rule')}: ${text}`
  })
  const rest = sorted.slice(mostReasons)
  if (rest.length === 0) return lines
  const count = rest.reduce((sum, [, reasons]) => sum + reasons.length, 0)
  const more = `${plural(rest.length, 'other reason')}, which --summary has`
  return [...lines, `${colors.yellow('not run')} ${plural(count, 'rule')} for ${more}`]
}
