export { defaultLogLimits, type LogLimits } from './limits.ts'
export { type LogProblem, type LogProblemCode, logProblemCodes } from './problem.ts'
export {
  type FileSummary,
  type LogItem,
  type LogReading,
  type ReadOptions,
  readEvents,
} from './read-events.ts'
export { type InputFormat, inputFormats } from './recognise.ts'
