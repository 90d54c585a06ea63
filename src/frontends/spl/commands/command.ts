import type { DeriveStage, ShapeStage, Stage } from '../../../ir/index.ts'
import type { SplLowering } from '../lowering.ts'
import { printCommand } from '../print.ts'
import type { SplCommand, SplEval, SplPlain, SplSearch, SplTstats, SplWhere } from '../syntax.ts'

/** How the arguments of a command are read. */
export type SplGrammar = 'search' | 'where' | 'eval' | 'tstats' | 'words'

interface CommandsByGrammar {
  readonly search: SplSearch
  readonly where: SplWhere
  readonly eval: SplEval
  readonly tstats: SplTstats
  readonly words: SplPlain
}

/** A command: what it is called, what it does, and what becomes of it. */
export interface SplCommandOf<Grammar extends SplGrammar> {
  readonly name: string
  readonly aliases?: readonly string[]
  /** What it does, in one sentence. */
  readonly summary: string
  readonly grammar: Grammar
  /** A search with the command, for its documentation and its test. */
  readonly example: string
  /** Its subsearches are part of what it does; of other commands they give arguments. */
  readonly ownsSubsearches?: true
  /** The stages that it becomes; fields that it makes, moves or drops are said to `lowering`. */
  lower(command: CommandsByGrammar[Grammar], lowering: SplLowering): readonly Stage[]
}

export type SplCommandDefinition = {
  [Grammar in SplGrammar]: SplCommandOf<Grammar>
}[SplGrammar]

type Words = SplCommandOf<'words'>

/** A command with words for arguments. */
export function defineCommand(command: Omit<Words, 'grammar'>): Words {
  return { ...command, grammar: 'words' }
}

type Described = Omit<Words, 'grammar' | 'lower'>

/** A command that changes the presentation only. */
export function defineShape(command: Described): Words {
  return { ...command, grammar: 'words', lower: syntax => [shapeStage(syntax)] }
}

/** A command that sends results elsewhere, and passes them on as they are. */
export function defineOutput(command: Described): Words {
  return defineShape(command)
}

/** A command that makes fields, of names that are known beforehand. */
export function defineDerive(command: Described & { readonly names: readonly string[] }): Words {
  const { names, ...described } = command
  return {
    ...described,
    grammar: 'words',
    lower: (syntax, lowering) => [deriveStage(syntax, names, lowering)],
  }
}

/** A command that makes fields that the search does not name. */
export function defineWidening(command: Described): Words {
  return {
    ...command,
    grammar: 'words',
    lower(syntax, lowering) {
      lowering.fields.widen()
      return [deriveStage(syntax, [], lowering)]
    },
  }
}

/** A command whose rows have nothing to do with those before it. */
export function defineSource(command: Described): Words {
  return {
    ...command,
    grammar: 'words',
    lower(syntax, lowering) {
      lowering.fields.deriveAll()
      return [{ kind: 'source', logSource: {}, names: [printCommand(syntax)], span: syntax.span }]
    },
  }
}

export function shapeStage(command: SplCommand): ShapeStage {
  return { kind: 'shape', text: printCommand(command), span: command.span }
}

export function deriveStage(
  command: SplCommand,
  names: readonly string[],
  lowering: SplLowering,
): DeriveStage {
  for (const name of names) lowering.fields.define(name)
  return { kind: 'derive', names, text: printCommand(command), span: command.span }
}
