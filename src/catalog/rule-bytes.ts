import { readFileSync, statSync } from 'node:fs'
import { reasonOf } from './reason-of.ts'

/** Files past this many bytes are no rules. */
export const maxRuleFileBytes: number = 16 * 1024 * 1024

export type ReadBytes =
  | { readonly kind: 'text'; readonly bytes: Buffer }
  | { readonly kind: 'binary' }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** Reads a file that may hold rules. Never throws for what is on disk. */
export function readRuleBytes(path: string): ReadBytes {
  try {
    const { size } = statSync(path)
    if (size > maxRuleFileBytes) {
      return { kind: 'unreadable', reason: `larger than ${maxRuleFileBytes} bytes` }
    }
    const bytes = readFileSync(path)
    return bytes.subarray(0, 4096).includes(0) ? { kind: 'binary' } : { kind: 'text', bytes }
  } catch (error) {
    return { kind: 'unreadable', reason: reasonOf(error) }
  }
}
