import { noSpan } from '../../src/base/index.ts'
import type { Explanation } from '../../src/engine/index.ts'
import type { Test } from '../../src/ir/index.ts'

/** A match whose tests do not tell where they stand in their rule, as the compiled engine gives it. */
export function withoutPlaces<M extends { readonly explanation: Explanation }>(match: M): M {
  return { ...match, explanation: placelessExplanation(match.explanation) }
}

export function placelessExplanation({ branch, tests }: Explanation): Explanation {
  return { branch, tests: tests.map(found => ({ ...found, test: placeless(found.test) })) }
}

/** Members in one order, so that equal tests are equal as JSON, too. */
function placeless({ field, cased, transforms, derived, operator, ...rest }: Test): Test {
  return {
    kind: 'test',
    field,
    cased,
    transforms,
    list: 0,
    ...(derived ? { derived } : {}),
    span: noSpan,
    operator,
    ...('value' in rest ? { value: rest.value } : {}),
    // Of one test, so what belongs together is together.
  } as Test
}
