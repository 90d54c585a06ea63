export { type JsonDecoder, jsonDecoder } from './decoder.ts'
export { jsonRawDecoder, jsonRawDecoders } from './raw-decoder.ts'
export { defaultJsonLimits, type JsonLimits, type JsonStart } from './reader.ts'
