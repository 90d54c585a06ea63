import { jsonDecoder, jsonRawDecoders } from '../formats/json/index.ts'
import { isText, type LogFormat } from './log-format.ts'

const jsonHead = /^\uFEFF?\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[{["\]]|$))/

export const jsonFormat: LogFormat = {
  recognise: ({ text }) => jsonHead.test(text),
  mayBe: ({ bytes }) => isText(bytes),
  open: (limits, start) => jsonDecoder(limits.json, start),
  rawDecoders: (limits, names) => ({ open: jsonRawDecoders(names, limits.json) }),
}
