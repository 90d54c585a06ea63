import type { EsqlString } from './syntax.ts'

/**
 * The columns that a `DISSECT` pattern makes: `%{name}`, with `->` for padding and `+` for parts of one;
 * `%{}` and `%{?name}` make none.
 */
export function dissectedNames(patterns: readonly EsqlString[]): readonly string[] {
  return namesOf(patterns, /%\{([^}]*)\}/g, ([, key = '']) => {
    if (key.startsWith('?')) return ''
    return key
      .replace(/^\+/, '')
      .replace(/->$/, '')
      .replace(/\/\d+$/, '')
  })
}

/**
 * The columns that a `GROK` pattern makes: `%{SYNTAX:name}`, `%{SYNTAX:name:type}`, and
 * `(?<name>regular expression)`.
 */
export function grokkedNames(patterns: readonly EsqlString[]): readonly string[] {
  return namesOf(
    patterns,
    /%\{\w+(?::([^}:]*))?(?::\w+)?\}|\(\?<(?![=!])([^>]*)>/g,
    ([, name, group]) => name ?? group ?? '',
  )
}

function namesOf(
  patterns: readonly EsqlString[],
  sought: RegExp,
  nameOf: (match: RegExpMatchArray) => string,
): readonly string[] {
  const names = patterns.flatMap(({ value }) => [...value.matchAll(sought)].map(nameOf))
  return [...new Set(names.filter(name => name !== ''))]
}
