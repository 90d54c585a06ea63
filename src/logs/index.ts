export { type LogInput, readInputs, standardInput } from './inputs.ts'
export { defaultLogLimits, type LogLimits } from './limits.ts'
export { type InputFormat, inputFormats } from './log-formats.ts'
export {
  type FileSummary,
  type LogReader,
  type LogSink,
  type LogUnit,
  logReader,
  type ReadOptions,
} from './log-reader.ts'
export { type LogProblem, type LogProblemCode, logProblemCodes } from './problem.ts'
export { type LogItem, type LogReading, readEvents } from './read-events.ts'
export { cutUnits } from './units.ts'
