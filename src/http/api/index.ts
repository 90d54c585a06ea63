export { type AnswerRequest, addApi, apiRoot } from './add-api.ts'
export { apiRoutes } from './api-routes.ts'
export { type OpenApiDocument, toOpenApi } from './openapi.ts'
export { toReferenceModel } from './reference-model.ts'
