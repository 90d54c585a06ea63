import type { RulesModel } from '../app/catalogue/index.ts'
import { documentText } from './document.tsx'
import { RulesPage } from './pages/rules.tsx'
import { type RulesView, usualView } from './rules-view.ts'
import type { SiteContext } from './site-context.ts'

/**
 * The list of rules as a whole HTML document; `view` is a part of the address, as `toRulesView` reads it. In a file of
 * its own, since the client script of an export makes this page too, and no other.
 */
export function renderRules(
  model: RulesModel,
  context: SiteContext,
  view: RulesView = usualView,
): string {
  return documentText(<RulesPage model={model} context={context} view={view} />)
}
