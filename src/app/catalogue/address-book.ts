/**
 * Gives every page an address that is safe in a URL and as a file’s name, and no two pages the same, also where
 * upper and lower case are one.
 */
export interface AddressBook {
  /** The address made of segments; where it is taken, `~` and `hint`, or a number, follow. */
  add(segments: readonly string[], hint?: string): string
}

export function createAddressBook(): AddressBook {
  const taken = new Set<string>()
  return {
    add(segments, hint) {
      const plain = segments.map(toSegment).join('/')
      const candidates = hint === undefined ? [plain] : [plain, `${plain}~${toSegment(hint)}`]
      for (let n = 2; ; n++) {
        const address = candidates.shift() ?? `${plain}~${n}`
        if (taken.has(address.toLowerCase())) continue
        taken.add(address.toLowerCase())
        return address
      }
    },
  }
}

/** Longer names are cut: file systems allow 255 bytes. */
const maxSegment = 120

/** Names that Windows keeps for devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/** A name with letters, digits, `.`, `_`, `$`, `@` and `-` only. */
function toSegment(name: string): string {
  const safe = name
    .normalize('NFC')
    .replace(/^\*any$/, 'any-field')
    .replace(/[^\p{L}\p{N}._$@-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, maxSegment)
  if (safe === '') return '_'
  return reserved.test(safe) ? `${safe}_` : safe
}
