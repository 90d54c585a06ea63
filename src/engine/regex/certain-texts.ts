import { assertNever } from '../../base/index.ts'
import type { CodePointSet } from './code-point-set.ts'
import type { RegexNode } from './regex-syntax.ts'

/** A search for more texts than this costs more than it saves. */
const maxTexts = 4

/**
 * Texts all of which are in every match, exactly as they are: the longest, the first of equal ones
 * before. Where case is ignored they are of characters without case.
 */
export function certainTexts(tree: RegexNode): readonly string[] {
  const texts = [...new Set(textsOf(tree))].sort((a, b) => b.length - a.length)
  const apart = texts.filter((text, at) => !texts.slice(0, at).some(long => long.includes(text)))
  return apart.slice(0, maxTexts)
}

function textsOf(node: RegexNode): readonly string[] {
  switch (node.kind) {
    case 'set':
    case 'assertion':
    case 'alternation':
      return runsOf([node])
    case 'sequence':
      return runsOf(node.parts)
    case 'repetition':
      return node.min > 0 ? textsOf(node.body) : []
    default:
      return assertNever(node)
  }
}

/** The runs of parts that are one character each; assertions among them take no text. */
function runsOf(parts: readonly RegexNode[]): readonly string[] {
  const texts: string[] = []
  let run = ''
  const endRun = (): void => {
    if (run !== '') texts.push(run)
    run = ''
  }
  for (const part of parts) {
    const character = part.kind === 'set' ? onlyOf(part.set) : undefined
    if (character !== undefined) {
      run += character
    } else if (part.kind !== 'assertion') {
      endRun()
      if (part.kind === 'repetition') texts.push(...textsOf(part))
    }
  }
  endRun()
  return texts
}

function onlyOf(set: CodePointSet): string | undefined {
  const [range] = set
  return range !== undefined && set.length === 1 && range[0] === range[1]
    ? String.fromCodePoint(range[0])
    : undefined
}
