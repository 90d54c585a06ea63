/**
 * JSON text with the numbers quoted that JavaScript cannot hold: integers past 2^53, whose digits
 * would change, and numbers past the largest double. The rest of the text stays as it is.
 *
 *     {"Keywords":-9223372036854775808}  →  {"Keywords":"-9223372036854775808"}
 */
export function quoteInexactNumbers(json: string): string {
  if (!/\d{16}|[eE]\+?\d{3}/.test(json)) return json
  let result = ''
  for (let at = 0; at < json.length; ) {
    const open = json.indexOf('"', at)
    const between = json.slice(at, open < 0 ? json.length : open)
    result += between.replace(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, quoteIfInexact)
    if (open < 0) break
    const close = findStringEnd(json, open)
    result += json.slice(open, close)
    at = close
  }
  return result
}

function quoteIfInexact(number: string): string {
  const value = Number(number)
  const isInteger = !/[.eE]/.test(number)
  const isExact = isInteger ? Number.isSafeInteger(value) : Number.isFinite(value)
  return isExact ? number : `"${number}"`
}

/** The index behind the string that opens at `open`. */
function findStringEnd(json: string, open: number): number {
  for (let at = open + 1; ; ) {
    const close = json.indexOf('"', at)
    if (close < 0) return json.length
    let backslashes = 0
    while (json[close - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return close + 1
    at = close + 1
  }
}
