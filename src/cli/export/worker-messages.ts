import type { Written } from './write-pages.ts'

/** What a thread that writes pages is made with. */
export interface WorkerSetup {
  /** The snapshot that the pages are made of. */
  readonly path: string
  readonly folder: string
  readonly version: string
}

/** Addresses of pages to write; none is left when the list is empty. */
export type ToWorker = readonly string[]

export type FromWorker = { readonly kind: 'ready' } | ({ readonly kind: 'written' } & Written)
