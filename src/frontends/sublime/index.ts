export { parseSublime, type SublimeFile } from './parse-sublime.ts'
