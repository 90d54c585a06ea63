import { readdirSync } from 'node:fs'
import { printCorrelations } from './support/correlate.ts'
import { describeGolden } from './support/golden.ts'

const folder = new URL('./correlation/', import.meta.url)

for (const name of readdirSync(folder).sort()) {
  describeGolden(new URL(name, folder), printCorrelations)
}
