export { addApiPage, addPages, brokenAnswer } from './add-pages.ts'
export { type PageQuery, usualQuery } from './page-query.ts'
export { renderAddress } from './render-address.ts'
