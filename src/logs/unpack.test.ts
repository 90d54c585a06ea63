import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { writeBzip2 } from '../../test/support/bzip2-writer.ts'
import { writeZstd } from '../../test/support/zstd-writer.ts'
import type { Blocks } from './blocks.ts'
import { ArchiveError } from './inflate.ts'
import { defaultLogLimits, type LogLimits } from './limits.ts'
import { type StreamPacking, unpackBlocks } from './unpack.ts'

async function* blocksOf(bytes: Uint8Array, size: number): Blocks {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

interface Unpacked {
  readonly bytes: Buffer
  /** What is wrong behind them. */
  readonly code?: string
  readonly reason?: string
}

async function unpack(
  packing: StreamPacking,
  packed: Uint8Array,
  { size = 1 << 20, limits = defaultLogLimits }: { size?: number; limits?: LogLimits } = {},
): Promise<Unpacked> {
  const pieces: Uint8Array[] = []
  try {
    for await (const piece of unpackBlocks(packing, blocksOf(packed, size), limits)) {
      pieces.push(piece.slice())
    }
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    return { bytes: Buffer.concat(pieces), code: error.code, reason: error.message }
  }
  return { bytes: Buffer.concat(pieces) }
}

const line = (i: number): string =>
  `${JSON.stringify({
    n: i,
    image: `${['cmd', 'powershell', 'rundll32'][(i * 7) % 3]}.exe`,
    x: 'ab'.repeat((i * i) % 8),
  })}\n`

const short = Buffer.from(Array.from({ length: 60 }, (_, i) => line(i)).join(''))
const long = Buffer.from(Array.from({ length: 9000 }, (_, i) => line(i % 90)).join(''))

/** `short`, as `bzip2 -9` packs it. */
const shortBzip2 = Buffer.from(
  [
    'QlpoOTFBWSZTWVhBQRcABI1ZgAAQEAV/8D7n2sowAZk0wwwp5VPU/VQAyAABVP36qo9QMTEMAg0BSVKQNGQMQbUyPa',
    'pyVfSrxKupViroVdkD3lXJVwJwVeXbra2Nra2NrY2trBFIpELp6+3v5c+Xhz5iSS5mYJNTN5jySa3w3mSSTebzWSTW',
    '98eOdABJ8x71tttsMtNthgCQAJQJAEV9elPGiInPhPfIhuW1AEIEJWyw7AIROtPheGgQnbaSErZQrbQrZUpZeIJBI7',
    'EEgkUgkls2bWzZs2bbZVqv4VfpKcE4J4E8irzKuhOSdCr4FXUnaVfYTzJ4E9Sr1J7SrknUnBPcTE5E5JwVdhVyVcFX',
    '8XckU4UJBYQUEXA=',
  ].join(''),
  'base64',
)

/** `short`, as `zstd -19 --check` packs it: a checksum, and codes of Huffman’s. */
const shortZstd = Buffer.from(
  [
    'KLUv/QRorQcA8gkdGIBtDkTUI2kvbfIwQdenJVtKmfgyFpOoDq9dt2bdzb391l792HFjxs3My2flxW/dtmXby7v71V',
    '377t7O3ufvf/36U9eUtbLuVXXpc4017zfGg4meF0SMMIEeKDWOAlXmkFMGCScoHIuRQ0KEWJQM1pBMUgFHoIEsfGfY',
    '3yBFIpodDiIcHkCVLVNyaAKFU0aU4wOospIyp0wgcMuIOD2BKlFS5tgMFA4l3hXV4eS+R7/Qsq+03nLqK+mXFH0mzA',
    'sx3yjf8idC3ml+w0FKgLvugPCh8HacrUSg1RH0o8HMdj7A4oDk2cBzbY3kWI1gsZB2VAGVx/so',
  ].join(''),
  'base64',
)

/** `long`, as `zstd -1 --no-check` packs it: several blocks. */
const longZstd = Buffer.from(
  [
    'KLUv/QBIRBEA4gogG4Cn6ewhdgdi84l/kP5qQk4zsslu9hdwkkrqBPfevIr33ryajmf+3ryaeG393ryajGf83ryaeG',
    'v73ryaimf63ryaeGn53ryaiGf43ryaePfevJrFKQ5mSgZSkGBxUkIABAkyEBg4U0gthIMqU0oRhRRUMA5DmUKHcwQU',
    'YaaQWgKBLaiRYobSsL8BgYVRtq0BErgD5KUERGNQdIIXrv//Z+PvX25Pk5s3jPLGz/f1pPntLMGf7zNk//Xgi9wCPg',
    'zl8KG2lORAW5tz9dolHQ9VpnL+xWNsoDit5p8UKCLnsnP9NShuAR274r89VIv5Dof2573iBSoea/5iPyJybIjfesYK',
    '1KfV/kUBReRYOpe/h8UdsFFX/GenapGPhh7gT62iDMQOS/5IGrFy3vsvSYwQqMsK/S8RCsy9dkp/D4s7YJxd+L+tap',
    'rf4GD+tCueQD1i8T8aI1wuG/i9lXGBlFnFfyOjyBza7sx/DYs7oKOu+M+D6pDv9mH+1ChKgdix5M+SRszcB/fLMiMC',
    'jWvFf1FEkRxLzuXPobgFfNyV/zpQHfLZHsafW0UZSB2W/DHyiMlNw/ZrMuMDYWJV/3KjsFwXnfi/SbEE4O5+/3eiGu',
    'e7PYw/t4oykNhY+4vuCM9lA35rMU4g51b5HxkUkWPpXP4eFnfARl3h7yWn4sS7IZpR2zh820tO/o6l+L/9bPa2bXxl',
    'Lubjbwo+FR6ZoNbm7Maf1qsnPaUKTAAACCIBAPz/ORACTQAACCIBAOybORAC',
  ].join(''),
  'base64',
)

/** Bytes with long runs and repetitions, which the steps of the packing are made for. */
const content = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      fc
        .tuple(fc.nat({ max: 255 }), fc.nat({ max: 600 }))
        .map(([byte, length]) => new Uint8Array(length).fill(byte)),
      fc
        .tuple(fc.constantFrom('ab', 'abc'), fc.nat({ max: 40 }))
        .map(([text, times]) => Buffer.from(text.repeat(times))),
    ),
    { maxLength: 6 },
  )
  .map(parts => Buffer.concat(parts))

describe('bzip2', () => {
  test('that the tool wrote is unpacked, in blocks of any size', async () => {
    for (const size of [1, 7, 1000]) {
      expect(await unpack('bzip2', shortBzip2, { size })).toEqual({ bytes: short })
    }
  })

  test('gives what was packed, in any number of blocks and streams', async () => {
    const blockBytes = fc.integer({ min: 20, max: 3000 })
    await fc.assert(
      fc.asyncProperty(fc.array(content, { maxLength: 3 }), blockBytes, async (parts, size) => {
        const packed = Buffer.concat(parts.map(part => writeBzip2(part, size)))
        expect(await unpack('bzip2', packed, { size })).toEqual({ bytes: Buffer.concat(parts) })
      }),
      { numRuns: 100 },
    )
  })

  test('that is damaged gives an error and never hangs', async () => {
    const packed = writeBzip2(short, 400)
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: packed.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const damaged = packed.slice()
          damaged[at] = (damaged[at] ?? 0) ^ change
          const { bytes, code } = await unpack('bzip2', damaged)
          // The bits behind the last one mean nothing.
          if (code === undefined) expect(bytes).toEqual(short)
          else expect(code).toBe('logs/archive')
        },
      ),
      { numRuns: 300 },
    )
  })

  test('that is cut gives the blocks before the cut', async () => {
    const packed = writeBzip2(short, 400)
    const { bytes, code } = await unpack('bzip2', packed.subarray(0, packed.length - 20))
    expect(code).toBe('logs/archive')
    expect(bytes.length).toBeGreaterThan(1500)
    expect(short.subarray(0, bytes.length)).toEqual(bytes)
  })

  test('with something else behind it is unpacked, and that is said', async () => {
    const packed = Buffer.concat([shortBzip2, Buffer.from('hello')])
    expect(await unpack('bzip2', packed)).toEqual({
      bytes: short,
      code: 'logs/archive',
      reason: 'It cannot be unpacked: what follows a stream is no bzip2',
    })
  })
})

describe('Zstandard', () => {
  test('that the tool wrote is unpacked, in blocks of any size', async () => {
    for (const size of [1, 7, 1000]) {
      expect(await unpack('zstd', shortZstd, { size })).toEqual({ bytes: short })
      const { bytes, code } = await unpack('zstd', longZstd, { size })
      expect([code, bytes.equals(long)]).toEqual([undefined, true])
    }
  })

  test('gives what was packed, in any number of blocks and frames', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(content, { minLength: 1, maxLength: 4 }), { maxLength: 3 }),
        fc.integer({ min: 1, max: 40 }),
        async (frames, size) => {
          const packed = Buffer.concat(frames.map(blocks => writeZstd(blocks)))
          const bytes = Buffer.concat(frames.flat())
          expect(await unpack('zstd', packed, { size })).toEqual({ bytes })
        },
      ),
      { numRuns: 100 },
    )
  })

  test('passes over frames that are to be skipped', async () => {
    const skipped = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])
    const packed = Buffer.concat([skipped, shortZstd, skipped, shortZstd])
    const bytes = Buffer.concat([short, short])
    expect(await unpack('zstd', packed, { size: 5 })).toEqual({ bytes })
  })

  test('that asks for more memory than the limit is not unpacked', async () => {
    const limits = { ...defaultLogLimits, windowBytes: 1000 }
    expect(await unpack('zstd', longZstd, { limits })).toEqual({
      bytes: Buffer.alloc(0),
      code: 'logs/archive-limit',
      reason: 'It needs more memory than the limit of 1000 bytes to be unpacked',
    })
  })

  test('that is damaged gives an error or other bytes, and never hangs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(shortZstd, longZstd),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (packed, place, change) => {
          const damaged = Buffer.from(packed)
          const at = place % packed.length
          damaged[at] = (damaged[at] ?? 0) ^ change
          const { bytes, code } = await unpack('zstd', damaged)
          expect(bytes.length).toBeLessThan(2_000_000)
          expect([undefined, 'logs/archive', 'logs/archive-limit']).toContain(code)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('that is cut gives the blocks before the cut', async () => {
    const { bytes, code } = await unpack('zstd', longZstd.subarray(0, longZstd.length - 3))
    expect(code).toBe('logs/archive')
    expect(bytes.length).toBeGreaterThan(200_000)
    expect(long.subarray(0, bytes.length).equals(bytes)).toBe(true)
  })
})
