import fc from 'fast-check'
import type { RegexNode } from '../../src/engine/regex/regex-syntax.ts'

/** A text that the expression matches, if its assertions hold there. */
export function arbitraryMatch(node: RegexNode): fc.Arbitrary<string> {
  switch (node.kind) {
    case 'assertion':
      return fc.constant('')
    case 'set':
      // Mostly ASCII, where a set has it: texts as logs have them.
      return fc
        .oneof(
          ...node.set
            .slice(0, 12)
            .map(([min, max]) => fc.integer({ min, max: Math.min(max, Math.max(min, 0x7e)) })),
        )
        .map(codePoint => String.fromCodePoint(codePoint))
    case 'sequence':
      return fc.tuple(...node.parts.map(arbitraryMatch)).map(parts => parts.join(''))
    case 'alternation':
      return fc.oneof(...node.options.map(arbitraryMatch))
    case 'repetition': {
      const { body, min, max = min + 3 } = node
      return fc
        .array(arbitraryMatch(body), {
          minLength: min,
          maxLength: Math.min(max, min + 3),
          size: 'max',
        })
        .map(parts => parts.join(''))
    }
  }
}
