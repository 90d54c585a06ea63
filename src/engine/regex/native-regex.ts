import { assertNever } from '../../base/index.ts'
import type { Regex } from '../../ir/index.ts'
import type { CodePointSet } from './code-point-set.ts'
import { matchLengths } from './match-lengths.ts'
import type { Place, RegexNode } from './regex-syntax.ts'

/**
 * The native engine tries one way to match after the other, so in general it runs away. An expression that has few
 * ways, none of them long, cannot: from each place of a text it takes `mostSteps` steps at the most, whatever the text
 * is. Such expressions are printed for it from their tree, in which flags and cases are worked into sets, so that
 * nothing of the native engine's own notions of them plays a part.
 */
export function findNativeRegex(tree: RegexNode, regex: Regex): RegExp | undefined {
  // RE2 refuses some names of groups, which leave no trace in the tree.
  if (/\(\?P?</.test(regex.source) || waysOf(tree) * lengthOf(tree) > mostSteps) return undefined
  const source = printNative(tree)
  if (source === undefined) return undefined
  return new RegExp(regex.anchored ? `^(?:${source})$` : source, 'u')
}

const mostSteps = 512

/** In how many ways the parts of an expression can share out a text, at the most. */
function waysOf(node: RegexNode): number {
  switch (node.kind) {
    case 'set':
    case 'assertion':
      return 1
    case 'sequence':
      return node.parts.reduce((ways, part) => ways * waysOf(part), 1)
    case 'alternation':
      return node.options.reduce((ways, option) => ways + waysOf(option), 0)
    case 'repetition': {
      const { min, max } = node
      if (max === undefined || max > mostSteps) return Number.POSITIVE_INFINITY
      const once = waysOf(node.body)
      let ways = 0
      for (let times = min; times <= max; times++) ways += once ** times
      return ways
    }
    default:
      return assertNever(node)
  }
}

/** How many steps one way takes at the most; a repetition of nothing takes some too. */
function lengthOf(node: RegexNode): number {
  switch (node.kind) {
    case 'set':
    case 'assertion':
      return 1
    case 'sequence':
      return node.parts.reduce((length, part) => length + lengthOf(part), 1)
    case 'alternation':
      return Math.max(...node.options.map(lengthOf)) + 1
    case 'repetition':
      return (node.max ?? Number.POSITIVE_INFINITY) * lengthOf(node.body) + 1
    default:
      return assertNever(node)
  }
}

/** The node in the native engine's syntax; `undefined` where that is not certain to mean the same. */
function printNative(node: RegexNode): string | undefined {
  switch (node.kind) {
    case 'set':
      return node.isExact ? printSet(node.set) : undefined
    case 'assertion':
      return nativePlaces[node.place]
    case 'sequence':
      return printAll(node.parts)?.join('')
    case 'alternation': {
      const options = printAll(node.options)
      return options && `(?:${options.join('|')})`
    }
    case 'repetition': {
      // What is repeated zero times at the most, or may match nothing, is not worth the thought.
      if (node.max === 0 || matchLengths(node.body).min === 0) return undefined
      const body = printNative(node.body)
      return body && `(?:${body}){${node.min},${node.max ?? ''}}`
    }
    default:
      return assertNever(node)
  }
}

function printAll(nodes: readonly RegexNode[]): readonly string[] | undefined {
  const printed: string[] = []
  for (const node of nodes) {
    const one = printNative(node)
    if (one === undefined) return undefined
    printed.push(one)
  }
  return printed
}

function printSet(set: CodePointSet): string {
  const written = (codePoint: number): string => `\\u{${codePoint.toString(16)}}`
  return `[${set.map(([first, last]) => `${written(first)}-${written(last)}`).join('')}]`
}

const nativePlaces: Readonly<Record<Place, string | undefined>> = {
  text_start: '^',
  text_end: '$',
  word_boundary: '\\b',
  // The native engine also finds it between the two units of a character.
  no_word_boundary: undefined,
  line_start: undefined,
  line_end: undefined,
}
