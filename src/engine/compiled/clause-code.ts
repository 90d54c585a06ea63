/**
 * The branches of rules as numbers, for saying why a rule holds. A node is what it is
 * ({@link clauseKinds}), where the next one begins, how many branches it has, and then
 *
 *     clause           its flags and its tests
 *     and, or          its operands
 *     exclusion        what must not hold
 *     whole            the tests of a rule that has too many branches
 */
export const clauseKinds = {
  clause: 0,
  opaque: 1,
  exclusion: 2,
  and: 3,
  or: 4,
  whole: 5,
} as const

export const clauseFlags = { all: 1, negated: 2 } as const

/** How many numbers a node has before its content. */
export const clauseHead = 3
