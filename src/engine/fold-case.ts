export { foldCase } from '../base/index.ts'
