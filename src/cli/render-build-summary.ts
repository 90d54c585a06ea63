import type { BuildSummary } from './build/build-summary.ts'
import type { Console } from './terminal/console.ts'
import { plural } from './terminal/plural.ts'
import { visible } from './terminal/text-width.ts'

/** Files that are named one by one; more are counted. */
const mostNamed = 20

/** What a build read, what it did not and why, for standard error. */
export function renderBuildSummary(
  summary: BuildSummary,
  { errorColors: colors }: Pick<Console, 'errorColors'>,
): string {
  const lines: string[] = []
  for (const { path, reason } of summary.unreadable.slice(0, mostNamed)) {
    lines.push(`${colors.red('not read')} ${visible(path)}: ${visible(reason)}`)
  }
  const more = summary.unreadable.length - mostNamed
  if (more > 0) {
    lines.push(`${colors.red('not read')} ${plural(more, 'more file')}; the table files names them`)
  }
  for (const { name, title, rules, files, commit, license } of summary.sources) {
    const facts = [
      `${plural(rules, 'rule')} in ${plural(files, 'file')}`,
      ...(license === undefined ? [] : [license]),
      ...(commit === undefined ? [] : [`commit ${commit.slice(0, 12)}`]),
    ]
    const own = title === name ? '' : ` (${visible(title)})`
    lines.push(`${colors.bold(visible(name))}${own}: ${facts.join(', ')}`)
  }
  if (summary.rules > 0) lines.push(totalLine(summary, colors))
  if (summary.cache.state === 'failed') {
    lines.push(`${colors.yellow('not kept')} ${visible(summary.cache.reason ?? '')}`)
  }
  return `${lines.join('\n')}\n`
}

function totalLine(
  { rules, files, rulesWithDiagnostics, diagnostics, cache, ...summary }: BuildSummary,
  colors: Console['colors'],
): string {
  const { error, warning, note } = diagnostics
  const kinds = [plural(error, 'error'), plural(warning, 'warning'), plural(note, 'note')]
  const noticed =
    error + warning + note === 0
      ? 'no diagnostics'
      : `${plural(rulesWithDiagnostics, 'rule')} with diagnostics (${kinds.join(', ')})`
  const how = summary.isUnchanged
    ? 'all inputs are unchanged, so it was left as it is'
    : cache.hits > 0
      ? `${plural(cache.misses, 'file')} read anew, ${cache.hits} as kept`
      : `written anew`
  const size = `${(summary.bytes / 1024 / 1024).toFixed(1)} MB`
  return (
    `${colors.bold(plural(rules, 'rule'))} in ${plural(files, 'file')}; ${noticed}\n` +
    `${visible(summary.path)}: ${size}, ${how}; ${summary.seconds.toFixed(1)} s`
  )
}
