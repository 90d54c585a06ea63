export { always, type Condition, Connectives, type Guards, isNull, never } from './condition.ts'
