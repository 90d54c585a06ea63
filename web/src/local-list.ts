import type { RulesModel } from '../../src/app/catalogue/models.ts'
import { renderRules } from '../../src/site/render-rules.tsx'
import { toRulesView } from '../../src/site/rules-view.ts'
import type { SiteContext } from '../../src/site/site-context.ts'
import { openLocalSearch } from './local-search.ts'
import { root } from './page.ts'

const pageLength = 50

/** What another search leaves as it is: how the list is shown. */
const kept: readonly string[] = ['columns', 'density']

/**
 * The list of rules of an export, made here as the server makes it: every choice is in the address, and the links and
 * the search line of the page change the address without leaving the page.
 */
export function startLocalList(): void {
  if (location.search !== '') void show()
  addEventListener('popstate', () => void show())
  document.addEventListener('click', event => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0
    const link = (event.target as Element).closest('a')
    if (!isPlain || link === null || link.hash !== '' || !isHere(link.href)) return
    event.preventDefault()
    go(link.search)
  })
  const form = document.querySelector<HTMLFormElement>('form.search')
  form?.addEventListener('submit', event => {
    event.preventDefault()
    const parameters = new URLSearchParams(location.search)
    for (const name of [...parameters.keys()]) if (!kept.includes(name)) parameters.delete(name)
    const query = document.querySelector<HTMLInputElement>('#q')?.value ?? ''
    if (query !== '') parameters.set('q', query)
    go(parameters.size === 0 ? '' : `?${parameters}`)
  })
}

function isHere(address: string): boolean {
  const { origin, pathname } = new URL(address)
  return origin === location.origin && pathname === location.pathname
}

function go(search: string): void {
  history.pushState(null, '', `${location.pathname}${search}`)
  scrollTo(0, 0)
  void show()
}

async function show(): Promise<void> {
  const { search: asked } = location
  document.querySelector('main')?.setAttribute('aria-busy', 'true')
  try {
    const model = await findModel(new URLSearchParams(asked))
    if (asked !== location.search) return
    const parameters = new URLSearchParams(asked)
    const view = toRulesView(
      parameters.get('columns') ?? undefined,
      parameters.get('density') ?? undefined,
    )
    const page = new DOMParser().parseFromString(renderRules(model, context(), view), 'text/html')
    const made = page.querySelector('main')
    if (made !== null) document.querySelector('main')?.replaceWith(document.adoptNode(made))
    document.title = page.title
    const input = document.querySelector<HTMLInputElement>('#q')
    if (input !== null && input !== document.activeElement) input.value = model.query
  } catch {
    showFailure()
  }
}

/** Says so in the list's place: what stands there is not what was asked for. */
function showFailure(): void {
  const text = document.createElement('p')
  text.setAttribute('role', 'alert')
  text.textContent = 'The search index of this site could not be read.'
  document.querySelector('.found')?.replaceChildren(text)
  document.querySelector('main')?.removeAttribute('aria-busy')
}

async function findModel(parameters: URLSearchParams): Promise<RulesModel> {
  const { rows, search } = await openLocalSearch()
  const query = (parameters.get('q') ?? '').slice(0, 1000)
  const sort = parameters.get('sort') ?? 'relevance'
  const descending = parameters.get('desc') === '1'
  const page = Math.max(1, Math.floor(Number(parameters.get('page') ?? '1')) || 1)
  const { rules, ...found } = search.find({
    query,
    sort: sorts.includes(sort) ? sort : 'relevance',
    isDescending: descending,
    parts: { facets: true },
  })
  const offset = (page - 1) * pageLength
  return {
    query,
    sort,
    descending,
    ...found,
    rules: {
      items: rules.slice(offset, offset + pageLength).flatMap(number => rows[number] ?? []),
      total: rules.length,
      offset,
      limit: pageLength,
    },
  }
}

const sorts: readonly string[] = [
  'title',
  'level',
  'status',
  'vendor',
  'date',
  'modified',
  'branches',
  'indicators',
  'exclusions',
]

function context(): SiteContext {
  return { root, address: 'rules', isStatic: true, isMadeByScript: true, version: '' }
}
