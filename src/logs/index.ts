export { type InputFormat, inputFormats } from './input-formats.ts'
export { type LogInput, readInputs, standardInput } from './inputs.ts'
export { defaultLogLimits, type LogLimits } from './limits.ts'
export {
  type FileSummary,
  type LogReader,
  type LogSink,
  type LogUnit,
  logReader,
  type ReadOptions,
} from './log-reader.ts'
export type { LogProblem, LogProblemCode } from './problem.ts'
export { type LogItem, type LogReading, readEvents } from './read-events.ts'
export { cutUnits } from './units.ts'
