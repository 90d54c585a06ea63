import { ArchiveError } from '../inflate.ts'

/** What is thrown at bytes that are no Zstandard. */
export function damaged(reason: string): ArchiveError {
  return new ArchiveError('logs/archive', `It cannot be unpacked: ${reason}`)
}
