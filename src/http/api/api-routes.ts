import type { ApiRoute } from './api-route.ts'
import { attackRoutes } from './routes/attack-routes.ts'
import { fieldRoutes } from './routes/field-routes.ts'
import { indicatorRoutes } from './routes/indicator-routes.ts'
import { ruleRoutes } from './routes/rule-routes.ts'
import { searchRoutes } from './routes/search-routes.ts'

/** Every path of the API; one with more behind a name comes before the one without. */
export const apiRoutes: readonly ApiRoute[] = [
  ...ruleRoutes,
  ...indicatorRoutes,
  ...fieldRoutes,
  ...attackRoutes,
  ...searchRoutes,
]
