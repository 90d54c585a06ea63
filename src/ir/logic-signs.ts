import type { Expression, Test } from './expression.ts'
import { testsOf } from './expression.ts'
import type { JoinStage, Logic, Stage } from './logic.ts'
import { toNegationNormalForm } from './negation-normal-form.ts'

/** What the tests of logic say about which events it is about. */
export interface LogicSigns {
  /** The texts that unnegated tests compare a field with. */
  valuesOf(field: string): readonly string[]
  testsField(field: string): boolean
}

/**
 * Looks through all filters of logic and of its parts. Fields are compared as they are written. What is
 * looked up, such as the other side of an indicator match, is no log and says nothing.
 */
export function signsOf(logic: Logic): LogicSigns {
  const values = new Map<string, Set<string>>()
  const fields = new Set<string>()
  for (const expression of logic.stages.flatMap(expressionsOf)) {
    for (const test of testsOf(expression)) fields.add(test.field)
    for (const test of unnegated(toNegationNormalForm(expression))) {
      if (test.operator !== 'equals') continue
      const known = values.get(test.field) ?? new Set()
      values.set(test.field, known.add(String(test.value)))
    }
  }
  return {
    valuesOf: field => [...(values.get(field) ?? [])],
    testsField: field => fields.has(field),
  }
}

/** Tests without a negation around them, in negation normal form. */
function unnegated(expression: Expression): readonly Test[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands.flatMap(unnegated)
    case 'test':
      return [expression]
    case 'not':
    case 'opaque':
      return []
  }
}

/** Whether the other side of a join is only looked up, and its log is not what is searched. */
export function isLookup({ how }: JoinStage): boolean {
  return how === 'indicator_match' || how === 'semi' || how === 'anti'
}

function expressionsOf(stage: Stage): readonly Expression[] {
  switch (stage.kind) {
    case 'filter':
      return [stage.expression]
    case 'sequence':
      return stage.steps.flatMap(({ logic }) => logic.stages.flatMap(expressionsOf))
    case 'join':
      if (isLookup(stage)) return []
      return stage.sides.flatMap(({ stages }) => stages.flatMap(expressionsOf))
    default:
      return []
  }
}
