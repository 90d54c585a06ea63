/**
 * The checksum of frames: the low 32 bits of XXH64, with the seed 0. JavaScript has no fast numbers of
 * 64 bits, so each is two of 32 while there are many bytes, and a BigInt at the end.
 */
export class Xxh64 {
  /** Four sums, each its high half and its low one. */
  readonly #sums = new Int32Array(8)
  readonly #rest = new Uint8Array(32)
  #restLength = 0
  #total = 0

  constructor() {
    const firsts = [prime1 + prime2, prime2, 0n, -prime1]
    for (const [i, first] of firsts.entries()) {
      this.#sums[i * 2] = Number(BigInt.asIntN(32, first >> 32n))
      this.#sums[i * 2 + 1] = Number(BigInt.asIntN(32, first))
    }
  }

  add(bytes: Uint8Array): void {
    this.#total += bytes.length
    let at = 0
    if (this.#restLength > 0) {
      at = Math.min(32 - this.#restLength, bytes.length)
      this.#rest.set(bytes.subarray(0, at), this.#restLength)
      this.#restLength += at
      if (this.#restLength < 32) return
      this.#addStripes(this.#rest, 0, 32)
    }
    const end = bytes.length - ((bytes.length - at) % 32)
    this.#addStripes(bytes, at, end)
    this.#rest.set(bytes.subarray(end))
    this.#restLength = bytes.length - end
  }

  // HOT: runs for every 8 bytes that are unpacked.
  #addStripes(bytes: Uint8Array, start: number, end: number): void {
    const sums = this.#sums
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let at = start; at < end; at += 8) {
      const i = ((at - start) & 24) >> 2
      const laneLow = view.getInt32(at, true)
      const laneHigh = view.getInt32(at + 4, true)
      // sum += lane * prime2
      const addedLow = Math.imul(laneLow, low2)
      const addedHigh =
        highOfProduct(laneLow, low2) + Math.imul(laneHigh, low2) + Math.imul(laneLow, high2)
      const low = ((sums[i + 1] ?? 0) >>> 0) + (addedLow >>> 0)
      const high = ((sums[i] ?? 0) + addedHigh + (low > 0xffffffff ? 1 : 0)) | 0
      // sum = the same, rotated by 31 bits, * prime1
      const turnedHigh = (high << 31) | ((low | 0) >>> 1)
      const turnedLow = (low << 31) | (high >>> 1)
      sums[i + 1] = Math.imul(turnedLow, low1)
      sums[i] =
        highOfProduct(turnedLow, low1) + Math.imul(turnedHigh, low1) + Math.imul(turnedLow, high1)
    }
  }

  /** Of all bytes so far. */
  get sum(): number {
    let sum = prime5
    if (this.#total >= 32) {
      const sums = [0, 2, 4, 6].map(
        i => (BigInt(this.#sums[i] ?? 0) << 32n) | BigInt((this.#sums[i + 1] ?? 0) >>> 0),
      )
      const turns = [1n, 7n, 12n, 18n]
      sum = sums.reduce((total, value, i) => total + rotate(value, turns[i] ?? 0n), 0n)
      for (const value of sums) sum = product(sum ^ round(value), prime1) + prime4
    }
    sum += BigInt(this.#total)
    const rest = this.#rest.subarray(0, this.#restLength)
    const view = new DataView(rest.buffer, rest.byteOffset, rest.length)
    let at = 0
    for (; at + 8 <= rest.length; at += 8) {
      sum = product(rotate(sum ^ round(view.getBigUint64(at, true)), 27n), prime1) + prime4
    }
    if (at + 4 <= rest.length) {
      sum = product(rotate(sum ^ product(BigInt(view.getUint32(at, true)), prime1), 23n), prime2)
      sum += prime3
      at += 4
    }
    for (; at < rest.length; at++) {
      sum = product(rotate(sum ^ product(BigInt(rest[at] ?? 0), prime5), 11n), prime1)
    }
    sum = BigInt.asUintN(64, sum)
    sum = product(sum ^ (sum >> 33n), prime2)
    sum = product(sum ^ (sum >> 29n), prime3)
    return Number(BigInt.asUintN(32, sum ^ (sum >> 32n)))
  }
}

const prime1 = 0x9e3779b185ebca87n
const prime2 = 0xc2b2ae3d27d4eb4fn
const prime3 = 0x165667b19e3779f9n
const prime4 = 0x85ebca77c2b2ae63n
const prime5 = 0x27d4eb2f165667c5n

const high1 = 0x9e3779b1 | 0
const low1 = 0x85ebca87 | 0
const high2 = 0xc2b2ae3d | 0
const low2 = 0x27d4eb4f | 0

/** The high half of the product of two numbers of 32 bits without sign. */
function highOfProduct(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16)
  const other = aLow * bHigh + (middle & 0xffff)
  return (aHigh * bHigh + (middle >>> 16) + (other >>> 16)) | 0
}

function product(a: bigint, b: bigint): bigint {
  return BigInt.asUintN(64, a * b)
}

function rotate(value: bigint, bits: bigint): bigint {
  const whole = BigInt.asUintN(64, value)
  return BigInt.asUintN(64, (whole << bits) | (whole >> (64n - bits)))
}

function round(value: bigint): bigint {
  return product(rotate(product(value, prime2), 31n), prime1)
}
