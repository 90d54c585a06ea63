import { assertNever } from '../../base/index.ts'
import type { Pattern, Test } from '../../ir/index.ts'
import { findSpellings, findTimeTransform } from '../compile-test.ts'
import { foldCase } from '../fold-case.ts'
import { requiredLiterals } from '../regex/required-literals.ts'
import { type NeedleKind, needleKinds } from './needle-kind.ts'

/** A text that a value must have for a test of it to hold. */
export interface Needle {
  readonly kind: NeedleKind
  /** In the case in which it is looked for: folded unless `cased`. */
  readonly text: string
  readonly cased: boolean
}

/**
 * What to look for so that the test of a value cannot hold without any of it being found. A needle of
 * the kinds `guard` and `always` leaves the decision to the test; the others decide themselves.
 */
export function needlesOf(test: Test): readonly Needle[] {
  if (findTimeTransform(test) !== undefined) return [always]
  switch (test.operator) {
    case 'equals':
    case 'contains':
    case 'starts_with':
    case 'ends_with': {
      const kind = kindOf[test.operator]
      return spelled(test, text => toNeedle(kind, text, test.cased))
    }
    case 'file_name':
    case 'has':
    case 'has_prefix':
    case 'has_suffix':
      return spelled(test, toGuard)
    case 'wildcard':
      return spelled(test, toGuard)
    case 'regex': {
      const literals = requiredLiterals(test.value)
      return literals === undefined ? [always] : literals.map(toGuard)
    }
    case 'cidr':
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
    case 'in_list':
      return [always]
    case 'exists':
    case 'null':
    case 'field_equals':
      return []
    default:
      return assertNever(test)
  }
}

const always: Needle = { kind: needleKinds.always, text: '', cased: false }

const kindOf = {
  equals: needleKinds.equals,
  contains: needleKinds.contains,
  starts_with: needleKinds.starts,
  ends_with: needleKinds.ends,
} as const

function spelled(
  test: Parameters<typeof findSpellings>[0],
  make: (literal: string) => Needle,
): readonly Needle[] {
  const spellings = findSpellings(test) ?? []
  return spellings.flatMap((spelling): readonly Needle[] => {
    const texts = findTexts(spelling)
    return texts === undefined ? [guardOf(spelling)] : texts.map(make)
  })
}

/** More texts than these are looked for by what they have in common. */
const mostTexts = 32

/**
 * Every text that a pattern stands for, when these are few: `windash` leaves a choice of five
 * characters. `undefined` when there are more, or any run or character will do.
 */
function findTexts(pattern: Pattern): readonly string[] | undefined {
  let texts: readonly string[] = ['']
  for (const token of pattern) {
    const choices =
      token.kind === 'literal'
        ? [token.text]
        : token.kind === 'one_of'
          ? [...token.characters]
          : undefined
    if (choices === undefined || texts.length * choices.length > mostTexts) return undefined
    texts = texts.flatMap(text => choices.map(choice => text + choice))
  }
  return texts
}

function toNeedle(kind: NeedleKind, text: string, cased: boolean): Needle {
  // Half a character could be found inside a whole one, and nothing is found everywhere.
  if (/\p{Surrogate}/u.test(text) || (text === '' && kind !== needleKinds.equals)) return always
  return { kind, text: cased ? text : foldCase(text), cased }
}

/** The longest text that stands between the wildcards of a pattern. */
function guardOf(pattern: Pattern): Needle {
  let longest = ''
  for (const token of pattern) {
    if (token.kind === 'literal' && token.text.length > longest.length) longest = token.text
  }
  return toGuard(longest)
}

function toGuard(text: string): Needle {
  return text === '' ? always : { kind: needleKinds.guard, text: foldCase(text), cased: false }
}
