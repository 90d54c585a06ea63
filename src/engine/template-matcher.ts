import { assertNever } from '../base/index.ts'
import type { TemplateToken } from '../ir/index.ts'
import { foldCase } from './fold-case.ts'
import type { PatternMatcher } from './pattern-matcher.ts'

/**
 * A matcher for whole texts that follow a template, in which the name of a list stands for any of its
 * members, each taken literally; `undefined` when a list is not given. With `cased` false it looks at
 * folded texts.
 */
export function compileTemplate(
  tokens: readonly TemplateToken[],
  lists: ReadonlyMap<string, readonly string[]>,
  cased: boolean,
): PatternMatcher | undefined {
  const fold = cased ? (text: string) => text : foldCase
  const steps: Step[] = []
  for (const token of tokens) {
    const step = toStep(token, lists, fold)
    if (step === undefined) return undefined
    steps.push(step)
  }
  return text => {
    // Every offset that the tokens so far can have brought us to.
    let reached: ReadonlySet<number> = new Set([0])
    for (const step of steps) reached = new Set([...reached].flatMap(at => step(text, at)))
    return reached.has(text.length) ? [0, text.length] : undefined
  }
}

/** Where a token can end that begins at an offset. */
type Step = (text: string, at: number) => readonly number[]

function toStep(
  token: TemplateToken,
  lists: ReadonlyMap<string, readonly string[]>,
  fold: (text: string) => string,
): Step | undefined {
  switch (token.kind) {
    case 'literal':
      return literalStep([fold(token.text)])
    case 'list': {
      const members = lists.get(token.name)
      return members && literalStep(members.map(fold))
    }
    case 'any_one':
      return (text, at) => characterAt(text, at).map(character => at + character.length)
    case 'one_of': {
      const wanted = new Set(fold(token.characters))
      return (text, at) =>
        characterAt(text, at)
          .filter(character => wanted.has(character))
          .map(character => at + character.length)
    }
    case 'any_run':
      return (text, at) => Array.from({ length: text.length - at + 1 }, (_, i) => at + i)
    default:
      return assertNever(token)
  }
}

function literalStep(texts: readonly string[]): Step {
  return (text, at) =>
    texts.filter(piece => text.startsWith(piece, at)).map(piece => at + piece.length)
}

function characterAt(text: string, at: number): readonly string[] {
  const code = text.codePointAt(at)
  return code === undefined ? [] : [String.fromCodePoint(code)]
}
