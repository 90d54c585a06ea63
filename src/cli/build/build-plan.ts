import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { snapshotFormat } from '../../catalog/snapshot/index.ts'
import type { AttackTable } from '../../knowledge/index.ts'
import type { InputSource } from './input-files.ts'
import type { FileJob } from './make-entry.ts'

/** What tells apart what is made of the same files by other versions and with other options. */
export function purposeOf(version: string, attack: AttackTable | undefined): string {
  // A build of the same version may read in another way.
  const built = statSync(fileURLToPath(import.meta.url)).mtimeMs
  const table =
    attack === undefined ? 'own' : hashOf({ ...attack, techniques: [...attack.techniques] })
  return JSON.stringify(['build', version, built, snapshotFormat, table])
}

/** A hash of all that decides what is in a catalogue. */
export function fingerprintOf(inputs: readonly InputSource[], purpose: string): string {
  const sources = inputs.map(({ files, ...source }) => [
    source,
    files.map(({ place, isNamed, content }) => {
      if (content.kind === 'text') {
        return [place, isNamed, content.sha256, content.license, content.companions]
      }
      return [place, isNamed, content]
    }),
  ])
  return hashOf([purpose, sources])
}

/** The files that are to be read, in the order of sources and paths. */
export function toJobs(inputs: readonly InputSource[]): readonly FileJob[] {
  return inputs.flatMap(({ vendor, name, path: folder, files }) =>
    files.flatMap(({ path, place, isNamed, content }) => {
      if (content.kind !== 'text') return []
      const { bytes, sha256, license, companions } = content
      const of = { vendor, source: name, folder, path, place, license, isNamed }
      return [{ ...of, bytes, sha256, companions, filters: [], problems: [] }]
    }),
  )
}

/** A hash of all that decides what is made of a file. */
export function keyOf(job: FileJob, purpose: string): string {
  const { vendor, source, place, license, isNamed, sha256, companions, filters, problems } = job
  const of = [purpose, vendor, source, place, license, isNamed]
  return hashOf([...of, sha256, companions, filters, problems])
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
