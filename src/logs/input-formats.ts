/** The formats of logs that are read, in the order in which a head is tried. */
export const inputFormats = [
  // These two begin as nothing else does, and most logs are one of them.
  'evtx',
  'json',
  'access-log',
  'auditd',
  'cef',
  'csv',
  'leef',
  'xml',
  'zeek',
  // Whatever a line holds behind its time and host is one of the others first.
  'syslog',
] as const

export type InputFormat = (typeof inputFormats)[number]

/**
 * The suffixes of file names that promise a format, without the dot, in lower case. Most files that are
 * named as XML are no logs.
 */
const suffixes: Partial<Readonly<Record<InputFormat, readonly string[]>>> = {
  cef: ['cef'],
  csv: ['csv', 'tsv'],
  evtx: ['evtx'],
  json: ['json', 'jsonl', 'ndjson'],
}

/** The format that a file's name promises; `.gz` and the like behind it say nothing else. */
export function formatOfName(name: string): InputFormat | undefined {
  const suffix = /\.([a-z0-9]+)(?:\.(?:gz|zst|bz2))?$/i.exec(name)?.[1]?.toLowerCase()
  if (suffix === undefined) return undefined
  return inputFormats.find(format => suffixes[format]?.includes(suffix))
}

/** Whether it is a format, and not what has to be unpacked first. */
export function isInputFormat(recognised: string | undefined): recognised is InputFormat {
  return inputFormats.some(format => format === recognised)
}
