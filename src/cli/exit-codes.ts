/** What a command's exit tells a script. */
export const exitCodes = {
  done: 0,
  /** Done, and what `--fail-on` names was found. */
  found: 1,
  /** The command line was wrong. */
  usage: 2,
  /** Some input could not be read; the rest was done. */
  someUnreadable: 3,
  /** Nothing could be done. */
  failed: 4,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The user asked for something that makes no sense: the message is shown, the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
