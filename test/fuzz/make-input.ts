import { type InputFormat, inputFormats } from '../../src/logs/index.ts'
import { type FuzzQuery, makeQuery } from './make-query.ts'
import { mutate } from './mutate.ts'
import { type NamedBytes, pack, packedSeeds } from './pack.ts'
import { createRandom, type Random } from './random.ts'
import type { SeedGroup } from './seeds.ts'

/** A hostile log, or a hostile query. */
export interface FuzzInput extends NamedBytes {
  readonly number: number
  /** The query that the bytes are; a log if absent. */
  readonly query?: FuzzQuery
  /** The format that the user says the log is in, if they say one. */
  readonly inputFormat: InputFormat | undefined
}

/** The input of a number: the same for the same seed and the same seeds of logs. */
export async function makeInput(
  groups: readonly SeedGroup[],
  seed: number,
  number: number,
): Promise<FuzzInput> {
  const random = createRandom(seed, number)
  if (random.chance(0.3)) {
    const query = makeQuery(random)
    const bytes = new TextEncoder().encode(query.text)
    return { number, name: `query.${query.language}`, bytes, query, inputFormat: undefined }
  }
  const isPacked = random.chance(0.02)
  const log = await readSeed(isPacked ? [packedSeeds] : groups, random)
  // Another seed to take pieces of, half the time of the same kind.
  const other = (await readSeed(random.chance(0.5) ? [[log.seed]] : groups, random)).bytes
  let input: NamedBytes = log
  if (random.chance(isPacked ? 0.5 : 0.9)) {
    input = { name: log.name, bytes: mutate(log.bytes, random, () => other) }
  }
  for (let chance = 0.15; random.chance(chance); chance = 0.2) {
    input = pack(input, random)
    if (random.chance(0.5)) input = { ...input, bytes: mutate(input.bytes, random, () => other) }
  }
  return {
    ...input,
    name: random.chance(0.1) ? random.pick(oddNames) : input.name,
    number,
    inputFormat: random.chance(0.1) ? random.pick(inputFormats) : undefined,
  }
}

/** Names that promise what is not there. */
const oddNames = ['a', 'a.evtx', 'a.json', 'a.csv', 'a.log', 'a.xml', 'a.gz', 'a.zip', 'a.txt']

async function readSeed(
  groups: readonly SeedGroup[],
  random: Random,
): Promise<NamedBytes & { readonly seed: SeedGroup[number] }> {
  const seed = random.pick(random.pick(groups))
  return { seed, name: seed.name, bytes: await seed.read(random) }
}
