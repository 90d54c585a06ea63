import type { Page, Slice } from '../../app/catalogue/index.ts'
import {
  renderAbout,
  renderCompare,
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
  renderMatches,
  renderMatrix,
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
} from '../../site/index.ts'
import { matrixOf } from '../matrix-of.ts'
import type { ServedSite } from '../served-site.ts'
import type { PageQuery } from './page-query.ts'
import { toRulesModel } from './rules-model.ts'

/** How many rows a list has on a page. */
export const pageLength = 50

/**
 * The page at an address as HTML, or `undefined` if there is none: a page past the first is one if some list
 * on it reaches so far. The server and the export both use it.
 */
export function renderAddress(
  site: ServedSite,
  context: SiteContext,
  query: PageQuery,
): string | undefined {
  const { address } = context
  const slash = address.indexOf('/')
  const slice = { offset: (query.page - 1) * pageLength, limit: pageLength }
  return slash < 0
    ? renderFixedPage(site, context, query, slice)
    : renderThing(site, context, address.slice(0, slash), slice)
}

/** A page that every catalogue has. */
function renderFixedPage(
  site: ServedSite,
  context: SiteContext,
  query: PageQuery,
  slice: Slice,
): string | undefined {
  const { catalogue } = site
  const render = pageRenderer(context, slice)
  const list = <T>(items: readonly T[], page: (page: Page<T>, context: SiteContext) => string) => {
    const { offset, limit } = slice
    const items_ = items.slice(offset, offset + limit)
    return offset > 0 && items_.length === 0
      ? undefined
      : page({ items: items_, total: items.length, offset, limit }, context)
  }
  switch (context.address) {
    case '':
      return render(catalogue.home(), renderHome)
    case 'rules': {
      const view = toRulesView(query.columns, query.density)
      return render(toRulesModel(site, query, slice), model => renderRules(model, context, view))
    }
    case 'indicators':
      return list(catalogue.indicators(), renderIndicators)
    case 'fields':
      return list(catalogue.lists().fields, renderFields)
    case 'events':
      return list(catalogue.lists().events, renderEvents)
    case 'providers':
      return list(catalogue.lists().providers, renderProviders)
    case 'log-sources':
      return list(catalogue.lists().logSources, renderLogSources)
    case 'techniques':
      return list(catalogue.lists().techniques, renderTechniques)
    case 'vendors':
      return list(catalogue.lists().vendors, renderVendors)
    case 'matrix':
      return render(matrixOf(site, query), renderMatrix)
    case 'compare':
      return render(catalogue.compare(query.rule), renderCompare)
    case 'exclusions':
      return render(catalogue.exclusions(slice), renderExclusions)
    case 'about':
      return render(catalogue.about(), renderAbout)
    case 'matches':
      return render(site.matches, renderMatches)
    default:
      return undefined
  }
}

/** The page of one thing of the catalogue; `kind` is how its address begins. */
function renderThing(
  { catalogue }: ServedSite,
  context: SiteContext,
  kind: string,
  slice: Slice,
): string | undefined {
  const { address } = context
  const render = pageRenderer(context, slice)
  switch (kind) {
    case 'rules': {
      const number = catalogue.ruleAt(address)
      return number === undefined ? undefined : render(catalogue.rule(number), renderRule)
    }
    case 'indicators':
      return render(catalogue.indicator(address, slice), renderIndicator)
    case 'fields':
      return render(catalogue.field(address, slice), renderField)
    case 'events':
      return render(catalogue.event(address, slice), renderEvent)
    case 'providers':
      return render(catalogue.provider(address), renderProvider)
    case 'log-sources':
      return render(catalogue.logSource(address, slice), renderLogSource)
    case 'techniques':
      return render(catalogue.technique(address, slice), renderTechnique)
    case 'tactics':
      return render(catalogue.tactic(address, slice), renderTactic)
    case 'vendors':
      return render(catalogue.vendor(address, slice), renderVendor)
    default:
      return undefined
  }
}

type RenderModel = <T extends object>(
  model: T | undefined,
  page: (model: T, context: SiteContext) => string,
) => string | undefined

/** Renders a model, unless the slice is behind the end of every list in it. */
function pageRenderer(context: SiteContext, { offset }: Slice): RenderModel {
  return (model, page) => {
    if (model === undefined) return undefined
    const isThere =
      offset === 0 || Object.values(model).some(part => isPage(part) && hasItems(part))
    return isThere ? page(model, context) : undefined
  }
}

function isPage(part: unknown): part is Page<unknown> {
  return typeof part === 'object' && part !== null && 'items' in part && 'offset' in part
}

function hasItems({ items }: Page<unknown>): boolean {
  return items.length > 0
}
