/** A number with its noun: `1 rule`, `2 rules`, `2 matches`. */
export function plural(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`
  return `${count} ${noun}${noun.endsWith('ch') ? 'es' : 's'}`
}
