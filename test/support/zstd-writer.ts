/**
 * The bytes of a Zstandard frame, written by the plainest means: a block for each part, as it is or, if
 * it is one byte many times, as that byte.
 */
export function writeZstd(parts: readonly Uint8Array[]): Uint8Array {
  // No checksum, no size, a window of 1 MiB.
  const bytes: number[] = [0x28, 0xb5, 0x2f, 0xfd, 0, 10 << 3]
  for (const [index, part] of parts.entries()) {
    const isRun = part.length > 0 && part.every(byte => byte === part[0])
    const head = part.length * 8 + (isRun ? 2 : 0) + (index === parts.length - 1 ? 1 : 0)
    bytes.push(head & 0xff, (head >> 8) & 0xff, head >> 16)
    bytes.push(...(isRun ? part.subarray(0, 1) : part))
  }
  return Uint8Array.from(bytes)
}
