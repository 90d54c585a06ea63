import type { Section } from './section.ts'
import { type ArrayType, aligned, type Description, type Numbers } from './unpack-section.ts'

/** Writes a section as `unpackSection` reads it. */
export function packSection(section: Section): Uint8Array {
  const { slots, ...rest } = section
  const arrays = Object.entries(rest as Readonly<Record<string, Numbers>>)
  let end = 0
  const places = arrays.map(([name, array]) => {
    const offset = end
    end = aligned(end + array.byteLength)
    return [name, typeOf(array), offset, array.length] as const
  })
  const description: Description = { slots, arrays: places }
  const head = new TextEncoder().encode(JSON.stringify(description))
  const start = aligned(4 + head.length)
  const bytes = new Uint8Array(start + end)
  new DataView(bytes.buffer).setUint32(0, head.length, true)
  bytes.set(head, 4)
  arrays.forEach(([, array], i) => {
    const offset = places[i]?.[2] ?? 0
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + offset)
  })
  return bytes
}

function typeOf(array: Numbers): ArrayType {
  if (array instanceof Int32Array) return 'i32'
  return array instanceof Uint16Array ? 'u16' : 'u8'
}
