export { renderMatrixSvg } from './matrix-svg.ts'
export type {
  ApiOperation,
  ApiProperty,
  ApiReferenceModel,
  ApiSchema,
  ApiType,
} from './pages/api-reference.tsx'
export type { MatchesModel, RuleMatches } from './pages/matches.tsx'
export type { ProblemModel } from './pages/problem.tsx'
export { partAddress } from './parts/pager.tsx'
export { type RuleColumn, ruleColumns } from './parts/rule-table.tsx'
export {
  renderAbout,
  renderApiReference,
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
  renderMatches,
  renderMatrix,
  renderNotFound,
  renderProvider,
  renderProviders,
  renderRule,
  renderTactic,
  renderTechnique,
  renderTechniques,
  renderVendor,
  renderVendors,
} from './render-pages.tsx'
export { renderRules } from './render-rules.tsx'
export { type RulesView, toRulesView } from './rules-view.ts'
export { fileHref, href, type Query, type SiteContext } from './site-context.ts'
