export { type PantherFile, type PantherReaders, parsePanther } from './parse-panther.ts'
