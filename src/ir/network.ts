/** `10.0.0.0/8`, `fe80::/10`, or an address alone. */
export function isNetwork(text: string): boolean {
  const match = /^([0-9a-f:.]+)(?:\/(\d{1,3}))?$/i.exec(text)
  if (match === null) return false
  const [, address = '', bits] = match
  const isV6 = address.includes(':')
  if (bits !== undefined && Number(bits) > (isV6 ? 128 : 32)) return false
  if (!isV6) {
    const parts = address.split('.')
    return parts.length === 4 && parts.every(p => /^\d{1,3}$/.test(p) && Number(p) <= 255)
  }
  const groups = address.split(':')
  const isShort = address.includes('::')
  if (address.split('::').length > 2 || groups.length > 8) return false
  const last = groups.at(-1) ?? ''
  const words = groups.filter(g => g !== '' && !g.includes('.'))
  const count = words.length + (last.includes('.') ? 2 : 0)
  return words.every(w => /^[0-9a-f]{1,4}$/i.test(w)) && (isShort ? count < 8 : count === 8)
}
