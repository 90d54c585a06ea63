export { type AnswerRequest, addApi } from './add-api.ts'
export { apiRoutes } from './api-routes.ts'
export { type OpenApiDocument, toOpenApi } from './openapi.ts'
