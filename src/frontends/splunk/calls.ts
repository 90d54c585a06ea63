/**
 * The names of macros that a text may call. Every backtick may begin a call: which ones do depends on quotation marks
 * and comments, and a name that is no macro does no harm.
 *
 *     `sysmon` | `security_content_ctime(firstTime)` → sysmon, security_content_ctime
 */
export function macroCalls(text: string): readonly string[] {
  const names = [...text.matchAll(/`\s*([\w:.-]+)\s*[(`]/g)].map(([, name = '']) => name)
  return [...new Set(names)]
}

/** A lookup that a search uses, and where its name stands. */
export interface LookupCall {
  readonly name: string
  readonly start: number
}

/**
 * The lookups that a search uses, by the names of the commands: what stands in quotation marks or comments is found as
 * well.
 *
 *     | lookup update=true tools tool AS process OUTPUT kind → tools
 */
export function lookupCalls(text: string): readonly LookupCall[] {
  const command = /\|\s*(?:input)?lookup\s+(?:[a-z_]+\s*=\s*\S+\s+){0,8}"?([\w.-]+)/g
  return [...text.matchAll(command)].map(match => {
    const [whole, name = ''] = match
    return { name, start: match.index + whole.length - name.length }
  })
}
