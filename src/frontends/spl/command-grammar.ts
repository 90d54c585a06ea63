import { commandsByName } from './commands/all-commands.ts'
import type { SplGrammar } from './commands/command.ts'

/** How the arguments of a command are read; `undefined` if nobody knows the command. */
export function grammarOf(name: string): SplGrammar | undefined {
  return commandsByName.get(name)?.grammar
}

export function commandNames(): readonly string[] {
  return [...commandsByName.keys()]
}
