export { createCorrelations, toWireCorrelationMatch } from '../scan/correlations.ts'
