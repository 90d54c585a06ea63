/** How the text of a needle has to stand in a value. */
export const needleKinds = {
  equals: 0,
  contains: 1,
  starts: 2,
  ends: 3,
  /** It has to stand somewhere; then the test itself decides. */
  guard: 4,
  /** Nothing is sure to stand there: the test itself decides about every value. */
  always: 5,
} as const

export type NeedleKind = (typeof needleKinds)[keyof typeof needleKinds]
