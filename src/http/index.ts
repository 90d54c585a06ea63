export { apiRoutes, type OpenApiDocument, toOpenApi } from './api/index.ts'
export { readAssets } from './assets.ts'
export { openSite } from './open-site.ts'
export { type PageQuery, renderAddress, usualQuery } from './pages/index.ts'
export type {
  Assets,
  ServedSite,
} from './served-site.ts'
export { type RunningServer, type ServerOptions, startServer } from './server.ts'
export { createSiteApp, type SiteAppOptions } from './site-app.ts'
export { openSiteFile, type SiteFile, type SiteFileOptions } from './site-file.ts'
