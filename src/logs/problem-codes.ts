import { formatProblemCodes } from '../formats/index.ts'
import { type LogProblemCode, ownProblemCodes } from './problem.ts'

/** The sentence that the manual prints for each code. */
export const logProblemCodes: Readonly<Record<LogProblemCode, string>> = {
  ...formatProblemCodes,
  ...ownProblemCodes,
}
