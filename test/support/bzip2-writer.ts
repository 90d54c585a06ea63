/**
 * The bytes of a bzip2 stream, written by the plainest means: rotations are sorted as they are, and all
 * codes are of one length. Blocks take `blockBytes` of what the first step gives, at most 100,000.
 */
export function writeBzip2(content: Uint8Array, blockBytes = 100_000): Uint8Array {
  const bits = new BitOutput()
  bits.write(0x425a6831, 32)
  let streamSum = 0
  for (const { runs, bytes } of cutBlocks(content, blockBytes)) {
    const sum = checksum(bytes)
    streamSum = (((streamSum << 1) | (streamSum >>> 31)) ^ sum) >>> 0
    bits.write(0x314159, 24)
    bits.write(0x265359, 24)
    bits.write(sum, 32)
    bits.write(0, 1)
    writeBlock(bits, runs)
  }
  bits.write(0x177245, 24)
  bits.write(0x385090, 24)
  bits.write(streamSum, 32)
  return bits.finish()
}

class BitOutput {
  readonly #bits: number[] = []

  write(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) this.#bits.push(Math.floor(value / 2 ** i) % 2)
  }

  finish(): Uint8Array {
    while (this.#bits.length % 8 !== 0) this.#bits.push(0)
    return Uint8Array.from({ length: this.#bits.length / 8 }, (_, i) =>
      this.#bits.slice(i * 8, i * 8 + 8).reduce((byte, bit) => byte * 2 + bit, 0),
    )
  }
}

/** Four equal bytes are followed by how many more there are, up to 251. */
function cutBlocks(
  content: Uint8Array,
  blockBytes: number,
): readonly { readonly runs: readonly number[]; readonly bytes: Uint8Array }[] {
  const blocks: { readonly runs: number[]; readonly bytes: Uint8Array }[] = []
  let runs: number[] = []
  let start = 0
  for (let at = 0; at < content.length; ) {
    const byte = content[at] ?? 0
    let length = 1
    while (length < 255 && content[at + length] === byte) length++
    runs.push(...Array.from({ length: Math.min(length, 4) }, () => byte))
    if (length >= 4) runs.push(length - 4)
    at += length
    if (runs.length + 5 > blockBytes || at === content.length) {
      blocks.push({ runs, bytes: content.subarray(start, at) })
      runs = []
      start = at
    }
  }
  return blocks
}

function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum = (sum ^ (byte << 24)) >>> 0
    for (let bit = 0; bit < 8; bit++) {
      sum = sum >= 0x80000000 ? ((sum * 2) ^ 0x04c11db7) >>> 0 : (sum * 2) >>> 0
    }
  }
  return ~sum >>> 0
}

function writeBlock(bits: BitOutput, runs: readonly number[]): void {
  const size = runs.length
  const rotations = runs.map((_, index) => index)
  rotations.sort((a, b) => {
    for (let i = 0; i < size; i++) {
      const difference = (runs[(a + i) % size] ?? 0) - (runs[(b + i) % size] ?? 0)
      if (difference !== 0) return difference
    }
    return a - b
  })
  bits.write(rotations.indexOf(0), 24)
  const last = rotations.map(start => runs[(start + size - 1) % size] ?? 0)

  const used = [...new Set(last)].sort((a, b) => a - b)
  const isUsed = (range: number): boolean => used.some(byte => byte >> 4 === range)
  for (let range = 0; range < 16; range++) bits.write(isUsed(range) ? 1 : 0, 1)
  for (let byte = 0; byte < 256; byte++) {
    if (isUsed(byte >> 4)) bits.write(used.includes(byte) ? 1 : 0, 1)
  }

  const symbols = moveToFront(last, used)
  const length = Math.ceil(Math.log2(used.length + 2))
  const groups = Math.ceil(symbols.length / 50)
  // Two codes, which are the same, in turn.
  bits.write(2, 3)
  bits.write(groups, 15)
  for (let group = 0; group < groups; group++) group === 0 ? bits.write(0, 1) : bits.write(2, 2)
  for (let code = 0; code < 2; code++) {
    bits.write(length, 5)
    for (let symbol = 0; symbol < used.length + 2; symbol++) bits.write(0, 1)
  }
  for (const symbol of symbols) bits.write(symbol, length)
}

function moveToFront(bytes: readonly number[], used: readonly number[]): readonly number[] {
  const front = [...used]
  const symbols: number[] = []
  let run = 0
  const endRun = (): void => {
    // Digits 1 and 2, the lowest first.
    for (; run > 0; run = (run - (run % 2 === 1 ? 1 : 2)) / 2) symbols.push(run % 2 === 1 ? 0 : 1)
  }
  for (const byte of bytes) {
    const place = front.indexOf(byte)
    if (place === 0) {
      run++
      continue
    }
    endRun()
    symbols.push(place + 1)
    front.splice(place, 1)
    front.unshift(byte)
  }
  endRun()
  return [...symbols, used.length + 1]
}
