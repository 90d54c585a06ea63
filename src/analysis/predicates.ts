import { assertNever, joinSpans, type Span } from '../base/index.ts'
import {
  and,
  type Clause,
  type ClauseTree,
  type Expression,
  isDeniedSide,
  type Logic,
  not,
  type Operator,
  type Stage,
  type Test,
  type Transform,
  toClauseTree,
  toNegationNormalForm,
} from '../ir/index.ts'

/**
 * A row of “stages and predicates”: the tests of one field, operator and polarity that stand
 * together as one list.
 */
export interface Predicate {
  /** The index of its stage among the stages of the rule. */
  readonly stage: number
  /** The selection it stands in. */
  readonly part: string | undefined
  readonly field: string
  readonly operator: Operator
  /** Every member of the list, in the order of the source. */
  readonly tests: readonly Test[]
  /** All of the values must be found, not just one. */
  readonly all: boolean
  readonly cased: boolean
  readonly transforms: readonly Transform[]
  /** The predicate as a whole must not hold. */
  readonly isNegated: boolean
  /** The field is computed by an earlier stage. */
  readonly isDerived: boolean
  /** From the field’s name to the last value. */
  readonly span: Span
}

/** The predicates of every stage, in the order of the source within a stage. */
export function predicatesOf(logic: Logic): readonly Predicate[] {
  return logic.stages.flatMap((stage, index) =>
    expressionsOf(stage).flatMap(expression => predicatesOfExpression(expression, index)),
  )
}

/**
 * The conditions that a stage holds, those of logics inside it included. Events that must not occur (missing steps of a
 * sequence, and what ends one before it is complete; what a join wants no partner of) are denied as a whole.
 */
export function expressionsOf(stage: Stage): readonly Expression[] {
  switch (stage.kind) {
    case 'filter':
    case 'threshold':
      return [stage.expression]
    case 'sequence': {
      const found = stage.steps.flatMap(({ logic, isMissing }) =>
        isMissing ? denied(logic) : logic.stages.flatMap(expressionsOf),
      )
      return stage.until === undefined ? found : [...found, ...denied(stage.until)]
    }
    case 'join':
      return stage.sides.flatMap((side, i) =>
        isDeniedSide(stage, i) ? denied(side) : side.stages.flatMap(expressionsOf),
      )
    case 'source':
    case 'derive':
    case 'aggregate':
    case 'correlate':
    case 'shape':
    case 'opaque':
      return []
    default:
      return assertNever(stage)
  }
}

function denied({ stages }: Logic): readonly Expression[] {
  const expressions = stages.flatMap(expressionsOf)
  return expressions.length === 0 ? [] : [not(and(expressions))]
}

function predicatesOfExpression(expression: Expression, stage: number): readonly Predicate[] {
  const clauses = clausesOf(toClauseTree(toNegationNormalForm(expression)))
  const seen = new Set<string>()
  return clauses
    .flatMap(clause => toPredicates(clause, stage))
    .filter(predicate => {
      // A selection that the condition names twice is shown once.
      const { list, field } = predicate.tests[0] as Test
      const key = `${list} ${field} ${predicate.operator} ${predicate.isNegated} ${predicate.span.start} ${predicate.span.end}`
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
    .sort((a, b) => a.span.start - b.span.start)
}

/** The clauses of a tree, whatever joins them. */
export function clausesOf(tree: ClauseTree): readonly Clause[] {
  switch (tree.kind) {
    case 'clause':
      return [tree]
    case 'opaque':
      return []
    case 'and':
    case 'or':
      return tree.operands.flatMap(clausesOf)
  }
}

/** A list of mixed operators (`['*a', 'b*']`) is one predicate for each of them. */
function toPredicates(clause: Clause, stage: number): readonly Predicate[] {
  const groups = new Map<string, Test[]>()
  for (const test of clause.tests) {
    const key = [test.operator, test.cased, test.derived, ...test.transforms].join(' ')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [test])
    else group.push(test)
  }
  return [...groups.values()].flatMap(tests => {
    const [first] = tests
    if (first === undefined) return []
    return [
      {
        stage,
        part: first.part,
        field: first.field,
        operator: first.operator,
        tests,
        all: clause.all,
        cased: first.cased,
        transforms: first.transforms,
        isNegated: clause.isNegated,
        isDerived: first.derived === true,
        span: tests
          .map(t => (t.fieldSpan ? joinSpans(t.fieldSpan, t.span) : t.span))
          .reduce(joinSpans),
      },
    ]
  })
}
