import type {
  AboutModel,
  CompareModel,
  EventModel,
  EventRow,
  ExclusionsModel,
  FieldModel,
  FieldRow,
  HomeModel,
  IndicatorModel,
  IndicatorRow,
  LogSourceModel,
  MatrixModel,
  Page,
  ProviderModel,
  RuleModel,
  TacticModel,
  Tally,
  TechniqueModel,
  TechniqueRow,
  VendorModel,
} from '../app/catalogue/index.ts'
import { documentText } from './document.tsx'
import { AboutPage } from './pages/about.tsx'
import { type ApiReferenceModel, ApiReferencePage } from './pages/api-reference.tsx'
import { ComparePage } from './pages/compare.tsx'
import { EventPage } from './pages/event.tsx'
import { ExclusionsPage } from './pages/exclusions.tsx'
import { FieldPage } from './pages/field.tsx'
import { HomePage } from './pages/home.tsx'
import { IndicatorPage } from './pages/indicator.tsx'
import {
  EventsPage,
  FieldsPage,
  IndicatorsPage,
  LogSourcesPage,
  ProvidersPage,
  TechniquesPage,
  VendorsPage,
} from './pages/lists.tsx'
import { LogSourcePage } from './pages/log-source.tsx'
import { type MatchesModel, MatchesPage } from './pages/matches.tsx'
import { MatrixPage } from './pages/matrix.tsx'
import { NotFoundPage, type ProblemModel, ProblemPage } from './pages/problem.tsx'
import { ProviderPage } from './pages/provider.tsx'
import { RulePage } from './pages/rule.tsx'
import { TacticPage, TechniquePage } from './pages/technique.tsx'
import { VendorPage } from './pages/vendor.tsx'
import { fitsPage, ruleLimits } from './rule-limits.ts'
import type { SiteContext } from './site-context.ts'

// Each gives a page as a whole HTML document. None throws, whatever text the model has.

export function renderHome(model: HomeModel, context: SiteContext): string {
  return documentText(<HomePage model={model} context={context} />)
}

/** Of a rule that is too large for a page, less is shown, which the page says. */
export function renderRule(model: RuleModel, context: SiteContext): string {
  let html = ''
  for (const limits of ruleLimits) {
    html = documentText(<RulePage model={model} context={context} limits={limits} />)
    if (fitsPage(html)) break
  }
  return html
}

export function renderIndicator(model: IndicatorModel, context: SiteContext): string {
  return documentText(<IndicatorPage model={model} context={context} />)
}

export function renderField(model: FieldModel, context: SiteContext): string {
  return documentText(<FieldPage model={model} context={context} />)
}

export function renderEvent(model: EventModel, context: SiteContext): string {
  return documentText(<EventPage model={model} context={context} />)
}

export function renderProvider(model: ProviderModel, context: SiteContext): string {
  return documentText(<ProviderPage model={model} context={context} />)
}

export function renderLogSource(model: LogSourceModel, context: SiteContext): string {
  return documentText(<LogSourcePage model={model} context={context} />)
}

export function renderTechnique(model: TechniqueModel, context: SiteContext): string {
  return documentText(<TechniquePage model={model} context={context} />)
}

export function renderTactic(model: TacticModel, context: SiteContext): string {
  return documentText(<TacticPage model={model} context={context} />)
}

/** What programs can ask the server. */
export function renderApiReference(model: ApiReferenceModel, context: SiteContext): string {
  return documentText(<ApiReferencePage model={model} context={context} />)
}

/** What the rules found in the sample logs. */
export function renderMatches(model: MatchesModel, context: SiteContext): string {
  return documentText(<MatchesPage model={model} context={context} />)
}

export function renderMatrix(model: MatrixModel, context: SiteContext): string {
  return documentText(<MatrixPage model={model} context={context} />)
}

export function renderVendor(model: VendorModel, context: SiteContext): string {
  return documentText(<VendorPage model={model} context={context} />)
}

export function renderCompare(model: CompareModel, context: SiteContext): string {
  return documentText(<ComparePage model={model} context={context} />)
}

export function renderExclusions(model: ExclusionsModel, context: SiteContext): string {
  return documentText(<ExclusionsPage model={model} context={context} />)
}

export function renderAbout(model: AboutModel, context: SiteContext): string {
  return documentText(<AboutPage model={model} context={context} />)
}

export function renderIndicators(page: Page<IndicatorRow>, context: SiteContext): string {
  return documentText(<IndicatorsPage page={page} context={context} />)
}

export function renderFields(page: Page<FieldRow>, context: SiteContext): string {
  return documentText(<FieldsPage page={page} context={context} />)
}

export function renderEvents(page: Page<EventRow>, context: SiteContext): string {
  return documentText(<EventsPage page={page} context={context} />)
}

export function renderTechniques(page: Page<TechniqueRow>, context: SiteContext): string {
  return documentText(<TechniquesPage page={page} context={context} />)
}

export function renderProviders(page: Page<Tally>, context: SiteContext): string {
  return documentText(<ProvidersPage page={page} context={context} />)
}

export function renderLogSources(page: Page<Tally>, context: SiteContext): string {
  return documentText(<LogSourcesPage page={page} context={context} />)
}

export function renderVendors(page: Page<Tally>, context: SiteContext): string {
  return documentText(<VendorsPage page={page} context={context} />)
}

/** The page for an address that is none: `context.address`, as it was asked for. */
export function renderNotFound(context: SiteContext): string {
  return documentText(<NotFoundPage context={context} />)
}

/** The page for any other answer that is not the one that was asked for. */
export function renderError(model: ProblemModel, context: SiteContext): string {
  return documentText(<ProblemPage model={model} context={context} />)
}
