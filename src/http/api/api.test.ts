import { describe, expect, test } from 'vitest'
import { makeSite } from '../../../test/support/make-site.ts'
import { createSiteApp } from '../site-app.ts'
import type { ApiRoute } from './api-route.ts'
import { apiRoutes } from './api-routes.ts'
import { toOpenApi } from './openapi.ts'
import { problemSchema } from './schemas.ts'
import type { FoundRuleRows, ListPart } from './wire.ts'

const site = makeSite()
const app = createSiteApp(() => site, {
  onError: error => {
    throw error
  },
})
const get = async (path: string): Promise<Response> => app.request(`/api/v1${path}`)
const json = async <T = unknown>(path: string): Promise<T> => (await get(path)).json() as T

const shared = site.catalogue.indicators(row => row.families > 1)[0]?.address ?? ''
const event = site.catalogue.lists().events[0]?.address ?? ''

/** A name that each path with one finds something by. */
const names: Readonly<Record<string, string>> = {
  '/rules/{id}': 'own:a',
  '/rules/{id}/body': 'own:cloud',
  '/indicators/{id}': shared.replace('indicators/', ''),
  '/fields/{name}': 'Image',
  '/events/{key}': event.replace('events/', ''),
  '/techniques/{id}': 't1059',
}

describe.each(apiRoutes.map(route => [route.path, route] as const))('%s', (path, route) => {
  const url = path.replace(/\{\w+\}/, () => names[path] ?? 'a name is missing')

  test('answers with what it says', async () => {
    const response = await get(url)
    const info = route.answers.find(answer => answer.status === 200)
    expect(response.status).toBe(200)
    const type = response.headers.get('Content-Type') ?? ''
    expect(type.split(';')[0]).toBe(info?.type ?? 'application/json')
    const body = await response.text()
    if (info?.schema !== undefined) {
      const value: unknown = JSON.parse(body)
      // What the schema does not know is left out when it is parsed.
      expect(info.schema.parse(value)).toEqual(value)
    }
  })

  test('refuses what it does not know', async () => {
    for (const query of ['?nonsense=1', ...wrongQueries(route)]) {
      const response = await get(url + query)
      expect([query, response.status]).toEqual([query, 400])
      expect(response.headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8')
      const problem = problemSchema.parse(await response.json())
      expect(problem.errors).toHaveLength(1)
    }
  })
})

const named = apiRoutes.filter(route => route.pathParameters.length > 0).map(route => route.path)

test.each(named)('%s has nothing under a wrong name', async path => {
  const response = await get(path.replace(/\{\w+\}/, 'nobody'))
  expect(response.status).toBe(404)
  expect(problemSchema.parse(await response.json()).status).toBe(404)
})

function wrongQueries(route: ApiRoute): readonly string[] {
  const wrong: Readonly<Record<string, readonly string[]>> = {
    limit: ['?limit=0', '?limit=x', '?limit=501', '?limit=1&limit=2'],
    cursor: ['?cursor=x', `?cursor=${'x'.repeat(101)}`],
    sort: ['?sort=colour'],
    by: ['?by=x'],
    q: [`?q=${'x'.repeat(2001)}`],
  }
  return Object.keys(route.query.shape).flatMap(name => wrong[name] ?? [])
}

test('the document lists exactly the paths that there are', async () => {
  const document = await json<ReturnType<typeof toOpenApi>>('/openapi.json')
  expect(document).toEqual(JSON.parse(JSON.stringify(toOpenApi(apiRoutes, site.version))))
  const served = app.routes
    .map(({ path }) => path)
    .filter(path => /^\/api\/v1\/./.test(path))
    .map(path => path.replace('/api/v1', '').replace(/:(\w+)(\{\.\+\})?/g, '{$1}'))
  expect(Object.keys(document.paths).sort()).toEqual(served.sort())
})

test('the document refers to schemas that it has, and has none that nothing refers to', () => {
  const text = JSON.stringify(toOpenApi(apiRoutes, '1'))
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)]
  const { schemas } = toOpenApi(apiRoutes, '1').components
  const named = [...new Set(references.map(([, name]) => name))].sort()
  expect(named).toEqual(Object.keys(schemas))
  expect(text).not.toContain('$defs')
})

test('other paths are problems', async () => {
  const response = await get('/nothing')
  expect(response.status).toBe(404)
  expect(problemSchema.parse(await response.json()).title).toBe('Not found')
})

describe('a rule', () => {
  test('goes by its id, slug, vendor and slug, and addresses', async () => {
    const { address } = site.catalogue.rows.find(row => row.slug === 'b c') ?? { address: '' }
    for (const name of [
      '22222222-2222-4222-8222-222222222222',
      'B%20C',
      'own:b%20c',
      encodeURIComponent(address),
      address.replace('rules/', ''),
    ]) {
      expect(await json(`/rules/${name}`)).toMatchObject({ slug: 'b c', address })
    }
  })

  test('is one of several where a name is not of one alone', async () => {
    for (const path of ['/rules/a', '/rules/11111111-1111-4111-8111-111111111111/body']) {
      const response = await get(path)
      expect(response.status).toBe(300)
      const { rules } = (await response.json()) as { rules: readonly { address: string }[] }
      expect(rules.map(rule => rule.address)).toEqual(['rules/own/a', 'rules/theirs/a'])
    }
  })

  test('is what its page shows, with addresses', async () => {
    const model = site.catalogue.rule(site.catalogue.ruleAt('rules/own/a') ?? -1)
    const { indicators, ...rule } = await json<Record<string, unknown>>('/rules/own:a')
    expect(rule).toMatchObject(
      JSON.parse(JSON.stringify({ ...model.rule, indicators: undefined, exclusions: [{}] })),
    )
    expect(indicators).toEqual(
      model.rule.indicators.map((indicator, i) => ({
        ...indicator,
        address: model.indicators[i]?.address,
      })),
    )
  })
})

describe('lists', () => {
  test('come whole by their cursors', async () => {
    const whole = await json<FoundRuleRows>('/rules')
    const parts: unknown[] = []
    let cursor = ''
    do {
      const part: FoundRuleRows = await json(`/rules?limit=3${cursor}`)
      expect(part.total).toBe(whole.total)
      parts.push(...part.items)
      cursor = part.next === undefined ? '' : `&cursor=${part.next}`
    } while (cursor !== '')
    expect(parts).toEqual(whole.items)
    expect(parts).toHaveLength(4)
  })

  test('refuse the cursors of others', async () => {
    const { next } = await json<ListPart<unknown>>('/rules?limit=1')
    expect((await get(`/rules?limit=2&cursor=${next}`)).status).toBe(200)
    for (const path of ['/rules?q=a', '/rules?sort=title', '/indicators?']) {
      expect((await get(`${path}&cursor=${next}`)).status).toBe(400)
    }
    const rebuilt = createSiteApp(() => ({ ...site, stamp: 'b' }))
    expect((await rebuilt.request(`/api/v1/rules?cursor=${next}`)).status).toBe(400)
  })
})

test('indicators are found by field, kind and value', async () => {
  const values = async (query: string): Promise<readonly string[]> =>
    (await json<ListPart<{ value: string }>>(`/indicators?${query}`)).items.map(row => row.value)
  expect(await values('field=image&shared=1')).toEqual(['\\x.exe'])
  expect(await values('kind=contains')).toEqual(['other', 'secret'])
  expect(await values('value=Y.EXE')).toEqual(['\\y.exe'])
})

test('the table of rules has a line for each, and computes nothing', async () => {
  const response = await get('/rules.csv?q=formula')
  expect(response.headers.get('Content-Disposition')).toContain('attachment')
  const [head, line, ...rest] = (await response.text()).split('\r\n')
  expect(head).toMatch(/^vendor,id,slug,title,/)
  expect(line).toContain(`,"'=Formula, ""quoted""",high,`)
  expect(rest).toEqual([''])
})

test('the export has every rule whole, a line each', async () => {
  const lines = (await (await get('/export')).text()).trimEnd().split('\n')
  const rules = lines.map(line => JSON.parse(line) as { address: string })
  expect(rules.map(rule => rule.address)).toEqual(site.catalogue.rows.map(row => row.address))
  expect(rules[0]).toEqual(await json('/rules/own:a'))
})

test('a layer of the Navigator has the counts of the matrix', async () => {
  const layer = await json<{ versions: unknown; techniques: unknown }>('/navigator.json')
  expect(layer.versions).toEqual({ attack: '19', navigator: '5.1.0', layer: '4.5' })
  expect(layer.techniques).toContainEqual({
    techniqueID: 'T1059.001',
    tactic: 'execution',
    score: 3,
    showSubtechniques: false,
  })
})
