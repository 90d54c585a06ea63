import type { Scalar } from '../../ir/index.ts'

type Fields = Map<string, readonly Scalar[]>

/** `GET /a?b HTTP/1.1`, or whatever a client sent for a request: then it is all target. */
export function addRequest(fields: Fields, request: string): void {
  if (request === '' || request === '-') return
  const parts = /^([A-Za-z][A-Za-z_-]{0,31}) (.*?)(?: (HTTP\/\d(?:\.\d)?))?$/s.exec(request)
  if (parts === null) {
    addTarget(fields, request)
    return
  }
  const [, method = '', target = '', version] = parts
  fields.set('cs-method', [method])
  addTarget(fields, target)
  if (version !== undefined) fields.set('cs-version', [version])
}

/**
 * The names of a request's target. `cs-uri-query` is the query in the standard, but most of Sigma's
 * rules of web servers test the path in it, and with it the `?` (`'/ecp/default.aspx'`, `'?search='`),
 * because the logs they were written for have all in one. So the whole target is a value of it, too.
 */
function addTarget(fields: Fields, target: string): void {
  const mark = target.indexOf('?')
  addParts(
    fields,
    mark < 0 ? target : target.slice(0, mark),
    mark < 0 ? '' : target.slice(mark + 1),
  )
}

/** The same of a log that keeps the path and the query apart; either may be empty. */
export function addParts(fields: Fields, stem: string, query: string): void {
  if (stem !== '') fields.set('cs-uri-stem', [stem])
  const target = query === '' ? stem : `${stem}?${query}`
  if (target === '') return
  if (!fields.has('cs-uri')) fields.set('cs-uri', [target])
  fields.set('cs-uri-query', query === '' ? [target] : [query, target])
}
