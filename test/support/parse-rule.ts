import { parseSigma } from '../../src/frontends/sigma/index.ts'
import type { Rule } from '../../src/ir/index.ts'

/** The rule with this detection (YAML below `detection:`), of Windows’ process creation if not said. */
export function parseRule(
  detection: string,
  logSource: string = '{ product: windows, category: process_creation }',
): Rule {
  const indented = detection.trim().replaceAll(/^/gm, '  ')
  const condition = /^condition:/m.test(detection) ? '' : '  condition: selection\n'
  const text = `title: t\nlogsource: ${logSource}\ndetection:\n${indented}\n${condition}`
  const [parsed] = parseSigma(text).value.rules
  if (parsed === undefined) throw new Error('not a rule')
  const errors = parsed.diagnostics.filter(d => d.severity === 'error')
  if (errors.length > 0) throw new Error(errors.map(d => d.message).join('; '))
  return parsed.value
}
