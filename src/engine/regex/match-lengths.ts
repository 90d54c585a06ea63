import { assertNever } from '../../base/index.ts'
import type { RegexNode } from './regex-syntax.ts'

/** How long something may be, in UTF-16 units; both ends included. */
export interface Lengths {
  readonly min: number
  readonly max: number
}

/** How long a text is in which an expression can match; `isWhole`: as a whole, not in a part. */
export function textLengths(tree: RegexNode, isWhole: boolean): Lengths {
  const { min, max } = matchLengths(tree)
  const isPinned = isWhole || (isPinnedTo('text_start', tree) && isPinnedTo('text_end', tree))
  return { min, max: isPinned ? max : Number.POSITIVE_INFINITY }
}

/** How long a match of the expression is. */
export function matchLengths(node: RegexNode): Lengths {
  switch (node.kind) {
    case 'set':
      return { min: unitsOf(node.set[0]?.[0]), max: unitsOf(node.set.at(-1)?.[1]) }
    case 'assertion':
      return { min: 0, max: 0 }
    case 'sequence': {
      const all = node.parts.map(matchLengths)
      return { min: sum(all.map(({ min }) => min)), max: sum(all.map(({ max }) => max)) }
    }
    case 'alternation': {
      const all = node.options.map(matchLengths)
      return {
        min: Math.min(...all.map(({ min }) => min)),
        max: Math.max(...all.map(({ max }) => max)),
      }
    }
    case 'repetition': {
      const once = matchLengths(node.body)
      const max = node.max ?? Number.POSITIVE_INFINITY
      // Zero times infinity is not a number.
      return { min: once.min * node.min, max: once.max === 0 || max === 0 ? 0 : once.max * max }
    }
    default:
      return assertNever(node)
  }
}

function unitsOf(codePoint: number | undefined): number {
  return codePoint !== undefined && codePoint > 0xffff ? 2 : 1
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** Every match begins where the text does, or ends where it does; `false` when that is not seen. */
function isPinnedTo(end: 'text_start' | 'text_end', node: RegexNode): boolean {
  switch (node.kind) {
    case 'set':
      return false
    case 'assertion':
      return node.place === end
    case 'sequence': {
      const parts = end === 'text_start' ? node.parts : node.parts.toReversed()
      const first = parts.find(part => isPinnedTo(end, part) || matchLengths(part).max > 0)
      return first !== undefined && isPinnedTo(end, first)
    }
    case 'alternation':
      return node.options.every(option => isPinnedTo(end, option))
    case 'repetition':
      return node.min > 0 && isPinnedTo(end, node.body)
    default:
      return assertNever(node)
  }
}
