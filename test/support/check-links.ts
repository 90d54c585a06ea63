import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, sep } from 'node:path'

export interface LinkReport {
  readonly pages: number
  readonly links: number
  /** `page → link: why`, at most 100. */
  readonly dead: readonly string[]
}

/** Follows every link of the pages of a folder that stays in it: to files, and to the ids in them. */
export function checkLinks(folder: string): LinkReport {
  const files = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => posix.relative(toPosix(folder), toPosix(join(entry.parentPath, entry.name)))),
  )
  const pages = [...files].filter(file => file.endsWith('.html')).sort()
  const ids = new Map<string, ReadonlySet<string>>()
  const idsOf = (page: string): ReadonlySet<string> => {
    let known = ids.get(page)
    if (known === undefined) {
      known = new Set(attributes(readFileSync(join(folder, page), 'utf8'), 'id'))
      ids.set(page, known)
    }
    return known
  }
  const dead: string[] = []
  let links = 0
  for (const page of pages) {
    const html = readFileSync(join(folder, page), 'utf8')
    const found = ['href', 'src', 'action'].flatMap(name => attributes(html, name))
    for (const link of new Set(found)) {
      if (/^(https?:|data:|mailto:)/.test(link)) continue
      links++
      const why = findFault(page, link, files, idsOf)
      if (why !== undefined && dead.length < 100) dead.push(`${page} → ${link}: ${why}`)
    }
  }
  return { pages: pages.length, links, dead }
}

function findFault(
  page: string,
  link: string,
  files: ReadonlySet<string>,
  idsOf: (page: string) => ReadonlySet<string>,
): string | undefined {
  if (/^[a-z][\w+.-]*:|^\//i.test(link)) return 'leaves the site'
  const [, path = '', fragment = ''] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/.exec(link) ?? []
  const target = path === '' ? page : posix.join(posix.dirname(page), decodeURIComponent(path))
  if (!files.has(target)) return 'no such file'
  if (fragment === '' || !target.endsWith('.html')) return undefined
  return idsOf(target).has(decodeURIComponent(fragment)) ? undefined : 'no such place'
}

function attributes(html: string, name: string): readonly string[] {
  const found = html.matchAll(new RegExp(`<[a-z][^<>]*?\\s${name}="([^"]*)"`, 'g'))
  return [...found].map(([, value = '']) =>
    value
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  )
}

function toPosix(path: string): string {
  return path.split(sep).join('/')
}
