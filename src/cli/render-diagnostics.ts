import { type Diagnostic, lineIndex } from '../base/index.ts'
import type { Console } from './terminal/console.ts'
import { textWidth, visible } from './terminal/text-width.ts'

/**
 * Diagnostics with the source line that each is about:
 *
 *     error[sigma/unknown-modifier]: unknown modifier “endwith”
 *       whoami.yml:14:11 │ Image|endwith: '\whoami.exe'
 *                        │       ^^^^^^^ help: did you mean “endswith”?
 */
export function renderDiagnostics(
  path: string,
  text: string,
  diagnostics: readonly Diagnostic[],
  colors: Console['colors'],
): string {
  const index = lineIndex(text)
  return diagnostics
    .map(({ severity, code, message, span, help }) => {
      const { line, column } = index.position(span)
      const paint =
        severity === 'error' ? colors.red : severity === 'warning' ? colors.yellow : colors.cyan
      const source = index.line(line)
      const indent = /^\s*/.exec(source)?.[0].length ?? 0
      const shown = visible(source.slice(indent)).trimEnd()
      const place = `${visible(path)}:${line}:${column}`
      const before = visible(source.slice(indent, Math.max(indent, column - 1)))
      const marked = visible(
        source.slice(Math.max(indent, column - 1), column - 1 + span.end - span.start),
      )
      const carets = '^'.repeat(Math.max(1, textWidth(marked)))
      const suffix = help === undefined ? '' : ` help: ${help}`
      return [
        `${paint(colors.bold(`${severity}[${code}]`))}${colors.bold(`: ${visible(message)}`)}`,
        `  ${place} ${colors.dim('│')} ${shown}`,
        `  ${' '.repeat(textWidth(place))} ${colors.dim('│')} ${' '.repeat(textWidth(before))}${paint(carets)}${suffix}`,
      ].join('\n')
    })
    .join('\n')
}
