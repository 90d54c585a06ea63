/**
 * Regular expressions as Python writes them. Pipelines are written by whoever runs them, so these run
 * in the platform’s engine.
 */

/** Compiles an expression of Python; a text that says what is wrong when it cannot. */
export function compilePython(source: string): RegExp | string {
  let flags = 'gu'
  let body = source
  const head = /^\(\?([aiLmsux]+)\)/.exec(body)
  if (head !== null) {
    for (const flag of head[1] ?? '') {
      if (flag === 'i' || flag === 'm' || flag === 's') flags += flag
      else if (flag !== 'a' && flag !== 'u') return `the flag “${flag}” is not supported`
    }
    body = body.slice(head[0].length)
  }
  body = body.replace(
    // A backslash with what it escapes is one thing: the `A` of `C:\\Admin` is a letter.
    /\\[\s\S]|\(\?P(?:<|=(\w+)\))/g,
    (found, name: string | undefined) =>
      found === '(?P<' ? '(?<' : name === undefined ? (ends[found] ?? found) : `\\k<${name}>`,
  )
  try {
    return new RegExp(body, flags)
  } catch {
    // Python takes escapes of any character; the strict form does not.
  }
  try {
    return new RegExp(body, flags.replace('u', ''))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The beginning and the end of a text, also where `^` and `$` are those of lines. */
const ends: { readonly [escaped: string]: string } = {
  '\\A': '(?<![\\s\\S])',
  '\\Z': '(?![\\s\\S])',
}

/** The named groups of a match at the beginning of a text; `undefined` when there is no match. */
export function findGroupsAtStart(regex: RegExp, text: string): Groups | undefined {
  const match = new RegExp(regex.source, `${regex.flags.replace('g', '')}y`).exec(text)
  return match === null ? undefined : { ...match.groups }
}

/** Whether the expression has groups with names. */
export function hasNamedGroups(regex: RegExp): boolean {
  return new RegExp(`${regex.source}|`, regex.flags).exec('')?.groups !== undefined
}

/** Whether the expression matches at the beginning of a text, as `re.match` does. */
export function matchesAtStart(regex: RegExp, text: string): boolean {
  return new RegExp(regex.source, `${regex.flags.replace('g', '')}y`).test(text)
}

/** `re.sub`: every match replaced; `\1`, `\g<1>` and `\g<name>` are groups. */
export function substitute(regex: RegExp, replacement: string, text: string): string {
  return text.replace(regex, (...match: readonly unknown[]) => {
    const last = match.at(-1)
    const groups = typeof last === 'object' && last !== null ? (last as Groups) : {}
    const group = (name: string): string =>
      /^\d+$/.test(name) ? groupText(match[Number(name)]) : (groups[name] ?? '')
    return replacement.replace(
      /\\(?:(\d{1,2})|g<(\w+)>|(.))/gs,
      (_, number: string | undefined, name: string | undefined, other: string | undefined) =>
        number !== undefined || name !== undefined
          ? group(number ?? name ?? '')
          : (escapes[other ?? ''] ?? `\\${other}`),
    )
  })
}

/** What groups of an expression matched, by their names. */
export type Groups = { readonly [name: string]: string | undefined }

const escapes: { readonly [character: string]: string } = {
  '\\': '\\',
  n: '\n',
  t: '\t',
  r: '\r',
}

function groupText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
