import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { renderAddress, type ServedSite, usualQuery } from '../../http/index.ts'
import { partAddress, type SiteContext } from '../../site/index.ts'

/** What was written. */
export interface Written {
  readonly pages: number
  readonly bytes: number
}

/** Writes pages into a folder, with the further pages of their lists. */
export interface PageWriter {
  write(addresses: readonly string[]): Written
}

export function createPageWriter(site: ServedSite, folder: string): PageWriter {
  const folders = new Set<string>()
  return {
    write(addresses) {
      let pages = 0
      let bytes = 0
      for (const address of addresses) {
        for (const { file, html } of renderParts(site, address)) {
          const path = join(folder, file)
          const parent = dirname(path)
          if (!folders.has(parent)) {
            mkdirSync(parent, { recursive: true })
            folders.add(parent)
          }
          const content = Buffer.from(html)
          writeFileSync(path, content)
          pages++
          bytes += content.byteLength
        }
      }
      return { pages, bytes }
    },
  }
}

/** A page as files: one for every part of its lists. */
function* renderParts(
  site: ServedSite,
  address: string,
): Generator<{ readonly file: string; readonly html: string }, void> {
  const { version, matches } = site
  const context: SiteContext = {
    root: '../'.repeat(address.split('/').length - 1),
    address,
    isStatic: true,
    version,
    hasMatches: matches !== undefined,
  }
  for (let page = 1; ; page++) {
    const html = renderAddress(site, context, { ...usualQuery, page })
    if (html === undefined) return
    yield { file: pageFile(partAddress(address, page)), html }
    // Whether there is another page costs as much to find out as to make it; the page says so itself.
    if (!html.includes('rel="next"')) return
  }
}

/** The file of a page, relative to the export; home is `index.html`. */
export function pageFile(address: string): string {
  return address === '' ? 'index.html' : `${address}.html`
}
