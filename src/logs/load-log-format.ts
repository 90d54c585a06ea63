import type { InputFormat } from './input-formats.ts'
import type { LogFormat } from './log-format.ts'

/** Loads a format. Most scans meet one or two, and the decoders of all take a while to load. */
export async function loadLogFormat(format: InputFormat): Promise<LogFormat> {
  switch (format) {
    case 'evtx':
      return (await import('./evtx-format.ts')).evtxFormat
    case 'json':
      return (await import('./json-format.ts')).jsonFormat
    default:
      return (await import('./log-formats.ts')).logFormats[format]
  }
}
