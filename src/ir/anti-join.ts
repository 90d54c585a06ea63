import type { JoinStage } from './logic.ts'

/**
 * Whether a join leaves the rows that have no partner on a side, so that what the side finds must not be there:
 * `join kind=leftanti`, `NOT EXISTS`, `EXCEPT`.
 */
export function isDeniedSide({ how }: JoinStage, side: number): boolean {
  return how === 'not in' || /anti/.test(how) || (side > 0 && /^except(?:_all)?$/.test(how))
}
