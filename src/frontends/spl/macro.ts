/** A search macro: a piece of a search by name, as its vendor delivers it. */
export interface Macro {
  readonly name: string
  readonly arguments: readonly string[]
  /** The text that stands in place of a call, with `$name$` for each argument. */
  readonly definition: string
}

/** What a search needs that does not stand in its text. */
export interface SplOptions {
  /** The macro of that name with so many arguments. */
  readonly findMacro?: (name: string, arity: number) => Macro | undefined
}

/** A call as it stands between backticks. */
export interface MacroCall {
  readonly name: string
  readonly arguments: readonly string[]
}

const call = /^\s*([\w:.-]+)\s*(?:\((.*)\)?)?\s*$/s

/** ``drop_dm_object_name("Web")`` → the name and `Web`. `undefined` if it is no call. */
export function parseMacroCall(text: string): MacroCall | undefined {
  const [, name, list] = call.exec(text) ?? []
  if (name === undefined) return undefined
  if (list === undefined) return { name, arguments: [] }
  const inner = list.endsWith(')') && !text.trimEnd().endsWith('))') ? list.slice(0, -1) : list
  return { name, arguments: splitArguments(inner).map(unquote) }
}

/** Commas inside quotation marks and brackets separate nothing. */
function splitArguments(list: string): readonly string[] {
  if (list.trim() === '') return []
  const found: string[] = []
  let depth = 0
  let start = 0
  const piece = /"(?:[^"\\]|\\[\s\S])*"?|[(),]|\\[\s\S]|[^"(),\\]+|\\$/y
  for (;;) {
    const at = piece.lastIndex
    const [text] = piece.exec(list) ?? []
    if (text === undefined) break
    if (text === '(') depth++
    else if (text === ')') depth--
    else if (text === ',' && depth <= 0) {
      found.push(list.slice(start, at))
      start = at + 1
    }
  }
  return [...found, list.slice(start)]
}

/** Quotation marks around an argument are no part of it. */
function unquote(argument: string): string {
  const text = argument.trim()
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
}

/**
 * The definition with the arguments of a call in the places of their names. An argument may be given by
 * its name: “You can insert `iis_search(fragment=TM)` into your search string”.
 */
export function fillMacro(macro: Macro, given: readonly string[]): string {
  const values = new Map<string, string>()
  macro.arguments.forEach((name, i) => {
    const value = given[i] ?? ''
    const [, key = '', rest = ''] = /^\s*([\w-]+)\s*=(.*)$/s.exec(value) ?? []
    if (key !== '' && macro.arguments.includes(key)) values.set(key, unquote(rest))
    else values.set(name, value)
  })
  return macro.definition.replace(
    /\$([\w-]+)\$/g,
    (whole, name: string) => values.get(name) ?? whole,
  )
}
