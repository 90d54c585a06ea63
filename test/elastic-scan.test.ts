import { readdirSync } from 'node:fs'
import { describeGolden } from './support/golden.ts'
import { printElasticScan } from './support/scan-elastic.ts'

/** Rules of Elastic’s that look at several events, or at computed values, and what `scan` finds. */
const folder = new URL('./elastic/', import.meta.url)

for (const name of readdirSync(folder).sort()) {
  describeGolden(new URL(name, folder), printElasticScan)
}
