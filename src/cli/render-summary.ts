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
  for (const { title, path, withoutGroup, withoutValue, crowded } of passedOver) {
    const reasons = [
      withoutGroup > 0 ? `${plural(withoutGroup, 'event')} without a field it groups by` : '',
      withoutValue > 0 ? `${plural(withoutValue, 'event')} without a value it computes with` : '',
      crowded > 0 ? `${plural(crowded, 'event')} with more than 64 values` : '',
    ].filter(Boolean)
    lines.push(
      `${colors.yellow('in part')} ${visible(title)} (${visible(path)}): ${reasons.join(', ')}`,
    )
  }
  return lines
}

/** The rules that were not run, by reason: `--summary` names each of them. */
function reasonLines(
  notRun: WireSummary['rules']['notRun'],
  colors: Console['colors'],
): readonly string[] {
  const counts = new Map<string, number>()
  for (const { reason } of notRun) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(
      ([reason, count]) =>
        `${colors.yellow('not run')} ${plural(count, 'rule')}: ${visible(reason)}`,
    )
}
