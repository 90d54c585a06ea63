import { describe, expect, test } from 'vitest'
import { makeCatalogue } from '../../test/support/make-catalogue.ts'
import { makeFolder } from '../../test/support/make-folder.ts'
import { readHtml } from '../../test/support/read-html.ts'
import type { Page, RulesModel } from '../app/catalogue/index.ts'
import {
  renderAbout,
  renderCompare,
  renderError,
  renderEvent,
  renderEvents,
  renderExclusions,
  renderField,
  renderFields,
  renderHome,
  renderIndicator,
  renderIndicators,
  renderLogSource,
  renderLogSources,
  renderMatrix,
  renderMatrixSvg,
  renderNotFound,
  renderProvider,
  renderProviders,
  renderRule,
  renderRules,
  renderTactic,
  renderTechnique,
  renderTechniques,
  renderVendor,
  renderVendors,
  type SiteContext,
  toRulesView,
} from './index.ts'

const hostile = '</title><script>alert(1)</script><img src=x onerror=alert(2)>"\' onclick="a" &amp;'

/** A rule whose every text tries to leave its place. */
const hostileRule = `title: ${JSON.stringify(hostile)}
id: 8f1a1c3c-9d1a-4c28-8c0f-5f5f0f3f8f11
status: test
level: high
description: ${JSON.stringify(`**b** [x](javascript:alert(1)) ${hostile}`)}
author: ${JSON.stringify(hostile)}
date: 2024-01-02
references:
  - javascript:alert(1)
  - https://example.com/?a=1&b="><script>
  - https://example.com/?a=1&b=2
tags: [attack.execution, attack.t1059.001, ${JSON.stringify(hostile)}]
falsepositives: [${JSON.stringify(hostile)}]
logsource: { product: windows, category: process_creation, definition: ${JSON.stringify(hostile)} }
detection:
  "<b>sel":
    Image|endswith: ['\\x.exe', ${JSON.stringify(hostile)}, '', '  ']
    "<i>Field": ${JSON.stringify(hostile)}
  keywords: [${JSON.stringify(hostile)}]
  filter:
    ParentImage|contains|all: ['</code>', ${JSON.stringify(hostile)}]
  condition: (1 of <* or keywords or all of them) and not filter
"x<": 1
`

const plainRule = String.raw`title: Plain
id: a
level: low
date: 2024-01-03
modified: 2024/05/06
tags: [attack.execution, attack.t1059, cve.2024-1234]
logsource: { product: windows, category: process_creation }
detection:
  selection:
    Image|endswith: '\x.exe'
    CommandLine|contains|all: [' /c ', secret]
  filter: { ParentImage|endswith: '\good.exe' }
  condition: selection and not filter
`
const cloudRule = `title: Cloud
id: b
logsource: { product: aws, service: cloudtrail }
detection:
  s: { eventSource: iam.amazonaws.com, eventName: CreateUser }
  condition: s
`
const { catalogue } = makeCatalogue({
  own: makeFolder({ 'hostile.yml': hostileRule, 'plain.yml': plainRule, 'cloud.yml': cloudRule }),
  theirs: makeFolder({
    'plain-copy.yml': plainRule,
    'other.yml': plainRule.replace('secret', 'x'),
  }),
})

const slice = { offset: 0, limit: 50 }
const toPage = <T>(items: readonly T[]): Page<T> => ({
  items,
  total: items.length,
  offset: 0,
  limit: 50,
})
const lists = catalogue.lists()

const rules: RulesModel = {
  query: hostile,
  sort: 'modified',
  descending: true,
  facets: [
    {
      field: 'author',
      title: 'Author',
      values: [{ value: hostile, label: hostile, count: 3, isChosen: true }],
      more: 2,
    },
  ],
  problems: [{ severity: 'error', message: hostile, start: 2, end: 9, help: hostile }],
  rules: toPage(catalogue.rows),
  indicators: catalogue.indicators(),
}

type Render = (context: SiteContext) => string

/** A page for every address of the catalogue, and those that it does not list. */
function pageAt(address: string): Render | undefined {
  const fixed: Readonly<Record<string, Render>> = {
    '': context => renderHome(catalogue.home(), context),
    rules: context => renderRules(rules, context),
    indicators: context => renderIndicators(toPage(catalogue.indicators()), context),
    fields: context => renderFields(toPage(lists.fields), context),
    events: context => renderEvents(toPage(lists.events.slice(0, 50)), context),
    providers: context => renderProviders(toPage(lists.providers), context),
    'log-sources': context => renderLogSources(toPage(lists.logSources), context),
    techniques: context => renderTechniques(toPage(lists.techniques), context),
    vendors: context => renderVendors(toPage(lists.vendors), context),
    matrix: context => renderMatrix(catalogue.matrix({ by: 'rules', query: hostile }), context),
    compare: context =>
      renderCompare(
        catalogue.compare([...catalogue.rows.map(row => row.address).slice(0, 4), hostile]),
        context,
      ),
    exclusions: context => renderExclusions(catalogue.exclusions(slice), context),
    about: context => renderAbout(catalogue.about(), context),
  }
  if (Object.hasOwn(fixed, address)) return fixed[address]
  const models: Readonly<Record<string, (context: SiteContext) => string | undefined>> = {
    rules: context => {
      const number = catalogue.ruleAt(address)
      return number === undefined ? undefined : renderRule(catalogue.rule(number), context)
    },
    indicators: context => {
      const model = catalogue.indicator(address, slice)
      return model && renderIndicator(model, context)
    },
    fields: context => {
      const model = catalogue.field(address, slice)
      return model && renderField(model, context)
    },
    events: context => {
      const model = catalogue.event(address, slice)
      return model && renderEvent(model, context)
    },
    providers: context => {
      const model = catalogue.provider(address)
      return model && renderProvider(model, context)
    },
    'log-sources': context => {
      const model = catalogue.logSource(address, slice)
      return model && renderLogSource(model, context)
    },
    techniques: context => {
      const model = catalogue.technique(address, slice)
      return model && renderTechnique(model, context)
    },
    tactics: context => {
      const model = catalogue.tactic(address, slice)
      return model && renderTactic(model, context)
    },
    vendors: context => {
      const model = catalogue.vendor(address, slice)
      return model && renderVendor(model, context)
    },
  }
  const render = models[address.split('/')[0] ?? '']
  return (
    render &&
    (context => {
      const html = render(context)
      if (html === undefined) throw new RangeError(`no page at ${address}`)
      return html
    })
  )
}

function contextOf(address: string, isStatic: boolean): SiteContext {
  const root = '../'.repeat(address.split('/').length - 1)
  return { root, address, isStatic, version: '0.0.0' }
}

const known = new Set(catalogue.addresses())
/** Every kind of page; of event types the first ones and those with rules. */
const addresses = [...known].filter(
  address =>
    !address.startsWith('events/') ||
    (catalogue.event(address, slice)?.row.rules ?? 0) > 0 ||
    address.endsWith('/4625'),
)

/** Where a link of a page leads to: an address and a fragment; `undefined` out of the site. */
function targetOf(
  link: string,
  context: SiteContext,
): { address: string; fragment: string } | undefined {
  const base = `http://site/folder/${context.address}${context.isStatic ? '.html' : ''}`
  const url = new URL(link, base)
  if (url.host !== 'site') return undefined
  expect(url.pathname).toMatch(/^\/folder\//)
  const path = decodeURIComponent(url.pathname.slice('/folder/'.length))
  const address = context.isStatic ? path.replace(/(^|\/)index\.html$|\.html$/, '') : path
  return { address, fragment: decodeURIComponent(url.hash.slice(1)) }
}

const isFile = (address: string): boolean => /^(assets|api)\/|^matrix\.svg$/.test(address)

describe.each([false, true])('the pages, exported: %j', isStatic => {
  const pages = new Map(
    addresses.map(address => {
      const context = contextOf(address, isStatic)
      const html = pageAt(address)?.(context)
      if (html === undefined) throw new RangeError(`nothing renders ${address}`)
      return [address, { context, html, ...readHtml(html) }] as const
    }),
  )

  test('are well-formed, and no text of a rule is markup', () => {
    for (const [address, { problems, tags, html }] of pages) {
      expect([address, problems]).toEqual([address, []])
      expect(tags.filter(({ name }) => name === 'img')).toEqual([])
      expect(html).not.toContain('<script>')
    }
  })

  test('have no script, style or handler of their own', () => {
    for (const { tags } of pages.values()) {
      for (const { name, attributes } of tags) {
        expect(name).not.toBe('style')
        if (name === 'script') expect(attributes.src).toMatch(/^(\.\.\/)*assets\/\w+\.js\?v=/)
        const bad = Object.keys(attributes).filter(key =>
          /^(style|on.*|srcdoc|formaction)$/i.test(key),
        )
        expect(bad).toEqual([])
      }
    }
  })

  test('link to pages that are there, and to parts that are there', () => {
    for (const [from, { context, tags }] of pages) {
      for (const { name, attributes } of tags) {
        const link = attributes.href ?? attributes.action
        if (link === undefined) continue
        expect(link).toMatch(/^(#|https?:\/\/|\.\/$|[^:]*$|[^:?]*\?)/)
        const target = targetOf(link, context)
        if (target === undefined || isFile(target.address)) continue
        if (target.address === 'api/v1') continue
        expect([from, name, link, known.has(target.address)]).toEqual([from, name, link, true])
        const page = pages.get(target.address)
        if (target.fragment === '' || page === undefined) continue
        const ids = page.tags.flatMap(tag => tag.attributes.id ?? [])
        expect([from, link, ids.includes(target.fragment)]).toEqual([from, link, true])
      }
    }
  })

  test('have each id once, and labels for what refers to one', () => {
    for (const [address, { tags }] of pages) {
      const ids = tags.flatMap(({ attributes }) => attributes.id ?? [])
      expect([address, ids.filter((id, at) => ids.indexOf(id) !== at)]).toEqual([address, []])
      for (const { attributes } of tags) {
        const reference = attributes.for ?? attributes['aria-labelledby']
        if (reference !== undefined) expect(ids).toContain(reference)
      }
    }
  })

  test('have one first heading, and none that skips a level', () => {
    for (const [address, { tags }] of pages) {
      const levels = tags.flatMap(({ name }) => (/^h\d$/.test(name) ? Number(name[1]) : []))
      expect([address, levels.filter(level => level === 1).length]).toEqual([address, 1])
      levels.forEach((level, at) => {
        expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1)
      })
    }
  })

  test('are all the kinds of pages that there are', () => {
    expect([...new Set([...pages.keys()].map(address => address.split('/')[0]))].sort()).toEqual([
      '',
      'about',
      'compare',
      'events',
      'exclusions',
      'fields',
      'indicators',
      'log-sources',
      'matrix',
      'providers',
      'rules',
      'tactics',
      'techniques',
      'vendors',
    ])
  })
})

describe('the page of a rule', () => {
  const address = catalogue.rows.find(row => row.id === 'a' && row.vendor === 'own')?.address ?? ''
  const model = catalogue.rule(catalogue.ruleAt(address) ?? -1)
  const { tags, text } = readHtml(renderRule(model, contextOf(address, false)))

  test('has its whole body', () => {
    expect(text).toContain(model.rule.body)
  })

  test('binds each predicate to its text both ways', () => {
    const ids = tags.flatMap(({ attributes }) => attributes.id ?? [])
    const links = tags.flatMap(({ attributes }) => attributes.href ?? [])
    expect(model.rule.predicates).toHaveLength(3)
    model.rule.predicates.forEach((_, number) => {
      expect(ids).toContain(`p${number}`)
      expect(ids).toContain(`r${number}`)
      expect(links).toContain(`#p${number}`)
      expect(links).toContain(`#r${number}`)
    })
  })

  test('has an id for each indicator and exclusion', () => {
    const ids = tags.flatMap(({ attributes }) => attributes.id ?? [])
    expect(ids).toEqual(expect.arrayContaining(['i0', 'i1', 'i2', 'x0']))
  })

  test('leaves zero others blank', () => {
    const html = renderRule(model, contextOf(address, false))
    const row = /<tr id="i2">.*?<\/tr>/s.exec(html)?.[0] ?? ''
    expect(readHtml(row).text).toContain('secret')
    expect(row.match(/<td[^>]*>0</)).toBeNull()
  })

  test('does not say where the rules were read, when it is exported', () => {
    const { path } = model.source
    expect(renderRule(model, contextOf(address, false))).toContain(path)
    expect(renderRule(model, contextOf(address, true))).not.toContain(path)
  })
})

test('links of hostile references die', () => {
  const address = catalogue.rows.find(row => row.id.startsWith('8f1a'))?.address ?? ''
  const model = catalogue.rule(catalogue.ruleAt(address) ?? -1)
  const { tags, text } = readHtml(renderRule(model, contextOf(address, false)))
  const links = tags.flatMap(({ attributes }) => attributes.href ?? [])
  expect(links.filter(link => /^\w+:/.test(link))).toEqual(['https://example.com/?a=1&b=2'])
  expect(text).toContain('javascript:alert(1)')
  expect(text).toContain('https://example.com/?a=1&b="><script>')
})

describe('a page that is no page', () => {
  test.each([
    ['of an unknown address', renderNotFound({ ...contextOf('', false), address: hostile })],
    [
      'of an error',
      renderError({ status: 500, title: hostile, detail: hostile }, contextOf('x/y', false)),
    ],
  ])('%s escapes what was asked', (_, html) => {
    const { problems, tags, text } = readHtml(html)
    expect(problems).toEqual([])
    expect(tags.filter(({ name }) => name === 'img')).toEqual([])
    expect(text).toContain(hostile)
  })
})

describe('lists', () => {
  const page = { items: catalogue.rows.slice(0, 2), total: 1234, offset: 100, limit: 50 }

  test('have links to their other pages, which keep what was chosen', () => {
    const model = { ...rules, query: 'x y', rules: page }
    const view = toRulesView('status,level,nothing', 'dense')
    const html = renderRules(model, contextOf('rules', false), view)
    const links = readHtml(html).tags.flatMap(({ attributes }) => attributes.href ?? [])
    expect(links).toContain(
      'rules?q=x%20y&sort=modified&desc=1&columns=level,status&density=dense&page=4',
    )
    expect(html).toContain('101 to 102 of 1,234')
    expect(html).toContain('<input type="hidden" name="columns" value="level,status"')
  })

  test('say in an export how much more there is', () => {
    const html = renderRules({ ...rules, rules: page }, contextOf('rules', true))
    expect(html).toContain('101 to 102 of 1,234')
    expect(html).not.toContain('page=')
  })
})

describe('a view of the rules', () => {
  test.each([
    [undefined, undefined, 7, 'roomy'],
    ['', 'roomy', 0, 'roomy'],
    ['none', 'dense', 0, 'dense'],
    ['level,evil,level', 'x', 1, 'roomy'],
  ])('columns %j and density %j', (columns, density, count, expected) => {
    const view = toRulesView(columns, density)
    expect([view.columns.length, view.density]).toEqual([count, expected])
  })
})

describe('a freak', () => {
  const values = Array.from({ length: 4_000 }, (_, n) => `      - '${'ß&'.repeat(20)}${n}'`)
  const freak = `title: Freak
logsource: { product: windows, category: process_creation }
detection:
  s:
    Image|endswith:
${values.join('\n')}
  f:
    CommandLine|contains:
${values.join('\n')}
  condition: s and not f
`
  const { catalogue: freaks } = makeCatalogue({ own: makeFolder({ 'freak.yml': freak }) })
  const model = freaks.rule(0)
  const html = renderRule(model, contextOf('rules/own/freak', false))

  test('is cut to a page of 150 KB, which says what is left out', () => {
    expect(model.rule.body.length).toBeGreaterThan(300_000)
    expect(new TextEncoder().encode(html).length).toBeLessThan(150_000)
    const { text, problems } = readHtml(html)
    expect(problems).toEqual([])
    expect(text).toMatch(/and [\d,]+ more lines, which are not shown here/)
    expect(text).toMatch(/and [\d,]+ more values/)
    expect(text).toMatch(
      /and [\d,]+ more, not shown here; all of them stand in the file freak\.yml/,
    )
  })
})

describe('the picture of the matrix', () => {
  const svg = renderMatrixSvg(catalogue.matrix({ by: 'rules', query: `${hostile}\u0001` }))

  test('is XML with each tactic and technique, and nothing that runs', () => {
    const { problems, tags, text } = readHtml(svg)
    expect(problems).toEqual([])
    expect(new Set(tags.map(({ name }) => name))).toEqual(new Set(['svg', 'title', 'rect', 'text']))
    expect(text).toContain('Execution')
    expect(text).toContain('Command and Scripting In…')
    expect(svg).not.toContain('\u0001')
  })
})

test('exclusions that must hold together stand under one heading, and others do not', () => {
  const detection = String.raw`title: Groups
logsource: { product: windows, category: process_creation }
detection:
  s: { Image|endswith: '\x.exe' }
  f1: { ParentImage|endswith: '\good.exe' }
  f2: { ParentImage|endswith: ['\a.exe', '\b.exe'], User: admin }
  condition: s and not 1 of f*
`
  const { catalogue: groups } = makeCatalogue({ own: makeFolder({ 'g.yml': detection }) })
  const html = renderRule(groups.rule(0), contextOf('rules/own/g', false))
  const table = /<table class="[^"]*excluding">.*?<\/table>/s.exec(html)?.[0] ?? ''
  const heads = [...table.matchAll(/<th scope="rowgroup"[^>]*>([^<]*)/g)].map(match => match[1])
  expect(heads).toEqual(['each by itself', '2 conditions that must hold together'])
  expect(readHtml(table).text).toContain('otherslook for it')
})
