/** A count with commas between thousands: `12,345`. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 rule`, `2 rules`, `12,345 rules`. */
export function countOf(count: number, one: string, many: string = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`
}

/** A count of which zero is nothing worth a figure. */
export function figureText(count: number): string {
  return count === 0 ? '' : countText(count)
}

/** At most `limit` characters; what was cut shows as an ellipsis. No character is cut in half. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 2)) ? limit - 2 : limit - 1
  return `${text.slice(0, end)}…`
}

/** `ends_with` as people read it: `ends with`. */
export function kindText(kind: string): string {
  return kind.replaceAll('_', ' ')
}

/** A figure of a mean: one decimal. */
export function meanText(mean: number): string {
  return mean.toFixed(1)
}

/** A date as rules write it, with hyphens: `2022/09/02` is `2022-09-02`. */
export function dateText(date: string): string {
  return date.replaceAll('/', '-')
}
