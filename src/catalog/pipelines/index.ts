export { type PipelineFile, type PipelineFiles, readPipelineFiles } from './pipeline-files.ts'
