/** The version of the format of snapshots; a file of another one is not read. */
export const snapshotFormat = 1

/** What a snapshot says of itself. */
export interface SnapshotMeta {
  /** The version of Indicia that wrote it. */
  readonly indicia: string
  /** A hash of everything that it was made from: equal for equal inputs. */
  readonly fingerprint: string
  /** The version of ATT&CK that its rules were read with. */
  readonly attack?: string | undefined
}

/** The names of blobs, and what they hold. */
export const blobNames = {
  /** `RuleFacts` as JSON, packed, in the order of the rules. */
  facts: 'facts',
  /** `UncountedRule` as JSON, packed, in the order of the rules. */
  pages: 'pages',
  /** Every other member of the catalogue’s input as JSON. */
  catalogue: 'catalogue',
  /** What became of the files, as JSON. */
  summary: 'summary',
  /** The index of the search line. */
  search: 'search',
} as const
