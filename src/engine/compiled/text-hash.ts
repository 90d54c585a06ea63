/** The hash of a whole text. */
export function textHash(units: Uint16Array, start: number, end: number, slot: number): number {
  let hash = Math.imul(slot + 1, 0x85ebca6b) ^ (end - start)
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ units[at]!, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x9e3779b1)
  return hash ^ (hash >>> 15)
}
