import { compileRegex } from '../regex.ts'
import { isNumber } from './computed-value.ts'
import type { ComputingFunction, RegexOf } from './computing-function.ts'

/**
 * With a replacement, in which `$1` is what the first group found, in place of everything that a regular
 * expression of Java’s syntax finds.
 */
export const replaceRegex: ComputingFunction = (
  [text, pattern, replacement],
  ignoresCase,
  regexOf,
) => {
  if (typeof text !== 'string' || typeof pattern !== 'string') return undefined
  if (typeof replacement !== 'string') return undefined
  const regex = regexOf(pattern, ignoresCase)
  if (regex.kind !== 'compiled') return undefined
  const matcher = regex.program.matcher(text)
  let result = ''
  let end = 0
  while (matcher.find()) {
    const put = expand(replacement, group =>
      group <= matcher.groupCount() ? (matcher.group(group) ?? '') : undefined,
    )
    if (put === undefined) return undefined
    result += text.slice(end, matcher.start()) + put
    end = matcher.end()
  }
  return result + text.slice(end)
}

/** What a group of a regular expression, 0 for all of it, finds first; null where it finds nothing. */
export const extractRegex: ComputingFunction = ([text, pattern, group], ignoresCase, regexOf) => {
  if (typeof text !== 'string' || typeof pattern !== 'string' || !isNumber(group)) return undefined
  const regex = regexOf(pattern, ignoresCase)
  if (regex.kind !== 'compiled') return undefined
  const matcher = regex.program.matcher(text)
  if (group.number > matcher.groupCount()) return undefined
  return matcher.find() ? (matcher.group(group.number) ?? null) : null
}

/** Compiles a regular expression that functions use. */
export const compileJavaRegex: RegexOf = (source, ignoreCase) => {
  const flags = { ignoreCase, multiline: false, dotAll: false, anchored: false }
  return compileRegex({ source, dialect: 'java', ...flags })
}

/** `$1` is a group, `\\$` a dollar sign; `undefined` where a group is named that is not there. */
function expand(
  replacement: string,
  findGroup: (group: number) => string | undefined,
): string | undefined {
  let result = ''
  for (const [token, digit, escaped] of replacement.matchAll(/\$(\d)|\\([\s\S])|[\s\S]/g)) {
    const part = digit === undefined ? (escaped ?? token) : findGroup(Number(digit))
    if (part === undefined || token === '$') return undefined
    result += part
  }
  return result
}
