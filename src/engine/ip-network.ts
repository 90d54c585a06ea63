/** An IP address as a number, with the version that its text has. */
export interface IpAddress {
  readonly version: 4 | 6
  readonly bits: bigint
}

/** Addresses whose first `prefix` bits are those of `bits`. */
export interface IpNetwork extends IpAddress {
  readonly prefix: number
}

/** The address that `text` is, with nothing around it: no port, no brackets, no zone. */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (text.length > 45) return undefined
  const v4 = parseV4(text)
  if (v4 !== undefined) return { version: 4, bits: v4 }
  const v6 = parseV6(text)
  return v6 === undefined ? undefined : { version: 6, bits: v6 }
}

/**
 * The network that `text` is: an address and a prefix length, or an address alone, which is a
 * network of one. Bits past the prefix do not matter.
 */
export function parseIpNetwork(text: string): IpNetwork | undefined {
  const [address = '', length, ...rest] = text.trim().split('/')
  const base = parseIpAddress(address)
  if (base === undefined || rest.length > 0) return undefined
  const longest = base.version === 4 ? 32 : 128
  if (length === undefined) return { ...base, prefix: longest }
  if (!/^\d{1,3}$/.test(length) || Number(length) > longest) return undefined
  return { ...base, prefix: Number(length) }
}

/**
 * Whether an address lies in a network of its own version. `::ffff:10.0.0.1` is 10.0.0.1 too, and
 * `::ffff:10.0.0.0/104` is 10.0.0.0/8 too.
 */
export function isInNetwork(address: IpAddress, network: IpNetwork): boolean {
  if (address.version === network.version) {
    const shift = BigInt((network.version === 4 ? 32 : 128) - network.prefix)
    return address.bits >> shift === network.bits >> shift
  }
  if (address.version === 6) {
    return isMapped(address) && isInNetwork({ version: 4, bits: address.bits & v4Mask }, network)
  }
  return (
    isMapped(network) &&
    network.prefix >= 96 &&
    isInNetwork(address, { version: 4, bits: network.bits & v4Mask, prefix: network.prefix - 96 })
  )
}

const v4Mask = 0xffff_ffffn

function isMapped({ bits }: IpAddress): boolean {
  return bits >> 32n === 0xffffn
}

/** Four decimal numbers up to 255. A leading zero means octal to some programs, so it is refused. */
function parseV4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let bits = 0n
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    bits = (bits << 8n) | BigInt(part)
  }
  return bits
}

/** Eight groups of up to four hexadecimal digits; `::` for zeros, once; the last two may be IPv4. */
function parseV6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, i) => parseGroups(half, i === halves.length - 1))
  if (head === undefined) return undefined
  if (halves.length === 1) return head.length === 8 ? joinGroups(head) : undefined
  if (tail === undefined || head.length + tail.length > 7) return undefined
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0n)
  return joinGroups([...head, ...zeros, ...tail])
}

function parseGroups(text: string, mayEndInV4: boolean): readonly bigint[] | undefined {
  if (text === '') return []
  const words = text.split(':')
  const groups: bigint[] = []
  for (const [i, word] of words.entries()) {
    const v4 = mayEndInV4 && i === words.length - 1 ? parseV4(word) : undefined
    if (v4 !== undefined) groups.push(v4 >> 16n, v4 & 0xffffn)
    else if (/^[\da-f]{1,4}$/i.test(word)) groups.push(BigInt(`0x${word}`))
    else return undefined
  }
  return groups
}

function joinGroups(groups: readonly bigint[]): bigint {
  return groups.reduce((bits, group) => (bits << 16n) | group, 0n)
}
