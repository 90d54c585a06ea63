import { crc32, deflateRawSync } from 'node:zlib'

export interface WritableZipEntry {
  readonly name: string
  readonly content: string | Uint8Array
  readonly isStored?: boolean
  /** How it is packed, if not by the usual method. */
  readonly packed?: { readonly method: number; readonly bytes: Uint8Array }
  /** The checksum to write; the right one when absent. */
  readonly crc?: number
}

/** The bytes of a zip archive. */
export function writeZip(entries: readonly WritableZipEntry[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, isStored = false, packed: given, crc } of entries) {
    const bytes = Buffer.from(content)
    const packed = given?.bytes ?? (isStored ? bytes : deflateRawSync(bytes))
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(given?.method ?? (isStored ? 0 : 8), 4)
    head.writeUInt32LE(crc ?? crc32(bytes), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(bytes.length, 18)
    head.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = [Buffer.from('PK\x03\x04'), head, Buffer.from(name), Buffer.from(packed)]
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\0'), head, tail, Buffer.from(name))
    files.push(...local)
    offset += local.reduce((sum, part) => sum + part.length, 0)
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(listing.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...files, listing, Buffer.from('PK\x05\x06'), end])
}
