export {
  type AttackPair,
  attackCoverage,
  type CoveredTactic,
  type CoveredTechnique,
} from './attack-coverage.ts'
