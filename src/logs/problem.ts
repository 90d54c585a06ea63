import type { FormatProblemCode } from '../formats/index.ts'

/** What can be wrong with an input as a whole; the rest is `formatProblemCodes`. */
export const ownProblemCodes = {
  'logs/missing': 'The file or folder does not exist.',
  'logs/denied': 'The file or folder may not be read.',
  'logs/io': 'The system failed to read the file or folder.',
  'logs/empty': 'The file is empty.',
  'logs/unrecognised': 'The file is in no format that is read here.',
  'logs/archive': 'An archive is damaged; what was unpacked before is read.',
  'logs/archive-limit':
    'An archive unpacks to more than the limits allow; what came before is read.',
  'logs/encrypted': 'A file in an archive is encrypted.',
  'logs/nested-archive': 'A zip archive stands where it cannot be read: in an archive or a stream.',
  'logs/more-problems': 'A file has more problems than are told one by one.',
} as const

export type LogProblemCode = FormatProblemCode | keyof typeof ownProblemCodes

/** Something in the inputs that was not read, or was read although it is damaged. */
export interface LogProblem {
  /** The path as given, with `!entry` for what is in an archive. */
  readonly file: string
  readonly code: LogProblemCode
  /** Where it begins, in bytes of the (unpacked) file. */
  readonly offset: number
  readonly reason: string
}

/** The code and the reason for an error of the file system. */
export function toFileProblem(error: unknown): Pick<LogProblem, 'code' | 'reason'> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { code: 'logs/missing', reason: 'There is no such file' }
    case 'EACCES':
    case 'EPERM':
      return { code: 'logs/denied', reason: 'It may not be read' }
    default:
      return { code: 'logs/io', reason: `The system cannot read it (${code})` }
  }
}
