import { vendors } from './register.ts'
import type { Vendor } from './vendor.ts'

/** What a source shows of whose it is. */
export interface SourceSigns {
  /** For each file that some vendor recognises: which one. */
  readonly files: readonly Vendor[]
  /** The text of the licence that holds in the source. */
  readonly license?: string | undefined
  /** Where the work tree was cloned from. */
  readonly remote?: string | undefined
}

/**
 * The vendor of a source: the one whose repository it was cloned from, else the one most of its files
 * have the shape of. Where anybody may write such files (plain Sigma, plain Kusto) the licence must name
 * the vendor; without that it is somebody’s own folder, and there is no vendor.
 */
export function recogniseSource({ files, license, remote }: SourceSigns): Vendor | undefined {
  const cloned = vendors.find(({ url }) => remote !== undefined && isSameRepository(url, remote))
  if (cloned !== undefined) return cloned
  const commonest = commonestOf(files)
  if (commonest?.ownLicense === undefined) return commonest
  return vendors.find(
    ({ shape, ownLicense }) =>
      shape === commonest.shape && license !== undefined && ownLicense?.test(license),
  )
}

function commonestOf(files: readonly Vendor[]): Vendor | undefined {
  const counts = new Map<Vendor, number>()
  for (const vendor of files) counts.set(vendor, (counts.get(vendor) ?? 0) + 1)
  const most = Math.max(...counts.values())
  return vendors.find(vendor => counts.get(vendor) === most)
}

/** `git@github.com:SigmaHQ/sigma.git` and `https://github.com/sigmahq/sigma` are one repository. */
export function isSameRepository(a: string, b: string): boolean {
  return repositoryName(a) === repositoryName(b)
}

function repositoryName(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(':', '/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
}
