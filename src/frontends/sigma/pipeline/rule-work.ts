import {
  and,
  anyField,
  type Expression,
  type FilterStage,
  not,
  or,
  type PlainValue,
  type Rule,
  type Stage,
  type Test,
  testsOf,
} from '../../../ir/index.ts'

/**
 * A field of a selection with its values: what pySigma calls a detection item. In the logic it is the
 * tests with one list number.
 */
export interface DetectionItem {
  /** Which filter stage of the rule it stands in. */
  readonly stage: number
  readonly list: number
  /** `undefined` for keywords. */
  readonly field: string | undefined
  readonly tests: readonly Test[]
}

/**
 * What becomes of tests of an item that stand side by side, linked by `link`; `undefined` removes them.
 */
export type ItemRewrite = (tests: readonly Test[], link: 'and' | 'or') => Expression | undefined

/** A rule while pipelines change it, and what they remember of it. */
export class RuleWork {
  rule: Rule
  readonly vars: ReadonlyMap<string, readonly string[]>
  readonly state: Map<string, PlainValue> = new Map()
  /** Ids of the steps that were applied. */
  readonly applied: Set<string> = new Set()
  /** The same, by field name of the rule’s own list of fields. */
  readonly appliedToFields: Map<string, Set<string>> = new Map()
  /** Names that a mapping of fields gave. */
  readonly mappedFields: Set<string> = new Set()
  /** Finds the rules that a correlation refers to. */
  readonly findRules: (reference: string) => readonly Rule[]
  readonly #appliedToItems = new Map<string, Set<string>>()

  constructor(
    rule: Rule,
    vars: ReadonlyMap<string, readonly string[]>,
    findRules: (reference: string) => readonly Rule[],
  ) {
    this.rule = rule
    this.vars = vars
    this.findRules = findRules
  }

  get isCorrelation(): boolean {
    return this.rule.logic.stages.some(({ kind }) => kind === 'correlate')
  }

  items(): readonly DetectionItem[] {
    return this.rule.logic.stages.flatMap((stage, index) =>
      stage.kind === 'filter' ? itemsOf(stage, index) : [],
    )
  }

  wasApplied({ stage, list }: DetectionItem, id: string): boolean {
    return this.#appliedToItems.get(`${stage} ${list}`)?.has(id) ?? false
  }

  noteApplied({ stage, list }: DetectionItem, id: string | undefined): void {
    if (id === undefined) return
    const key = `${stage} ${list}`
    const ids = this.#appliedToItems.get(key) ?? new Set()
    this.#appliedToItems.set(key, ids.add(id))
  }

  /** A list number for an item that comes out of another, with what was applied to that one. */
  newList(item: DetectionItem): number {
    const stage = this.rule.logic.stages[item.stage]
    const lists = stage?.kind === 'filter' ? itemsOf(stage, item.stage).map(i => i.list) : []
    const key = `${item.stage}`
    const next = Math.max(this.#nextLists.get(key) ?? 0, ...lists.map(list => list + 1))
    this.#nextLists.set(key, next + 1)
    const ids = this.#appliedToItems.get(`${item.stage} ${item.list}`)
    if (ids !== undefined) this.#appliedToItems.set(`${item.stage} ${next}`, new Set(ids))
    return next
  }

  readonly #nextLists = new Map<string, number>()

  /** Rewrites the items for which there is a rewrite, wherever they stand. */
  rewrite(rewriteOf: (item: DetectionItem) => ItemRewrite | undefined): void {
    const { stages } = this.rule.logic
    const rewritten = stages.map((stage, index): Stage => {
      if (stage.kind !== 'filter') return stage
      const rewrites = new Map<number, ItemRewrite>()
      for (const item of itemsOf(stage, index)) {
        const rewrite = rewriteOf(item)
        if (rewrite !== undefined) rewrites.set(item.list, rewrite)
      }
      return rewrites.size === 0 ? stage : rewriteStage(stage, rewrites)
    })
    this.setStages(rewritten)
  }

  setStages(stages: readonly Stage[]): void {
    this.rule = { ...this.rule, logic: { stages } }
  }
}

function itemsOf(stage: FilterStage, index: number): readonly DetectionItem[] {
  const lists = new Map<number, Set<Test>>()
  for (const { expression } of [...stage.parts, stage]) {
    for (const test of testsOf(expression)) {
      const tests = lists.get(test.list)
      if (tests === undefined) lists.set(test.list, new Set([test]))
      else tests.add(test)
    }
  }
  return [...lists].map(([list, tests]) => {
    const field = [...tests][0]?.field
    return { stage: index, list, field: field === anyField ? undefined : field, tests: [...tests] }
  })
}

function rewriteStage(stage: FilterStage, rewrites: ReadonlyMap<number, ItemRewrite>): FilterStage {
  // What a selection and the condition share stays shared.
  const known = new Map<Expression, Expression | undefined>()
  const parts = stage.parts.flatMap(part => {
    const expression = rewriteExpression(part.expression, rewrites, known)
    return expression === undefined ? [] : [{ ...part, expression }]
  })
  const expression = rewriteExpression(stage.expression, rewrites, known)
  if (expression !== undefined) return { ...stage, parts, expression }
  const { condition: text, span } = stage
  return {
    ...stage,
    parts,
    expression: { kind: 'opaque', text, reason: 'pipeline/failure', span },
  }
}

function rewriteExpression(
  expression: Expression,
  rewrites: ReadonlyMap<number, ItemRewrite>,
  known: Map<Expression, Expression | undefined>,
): Expression | undefined {
  if (known.has(expression)) return known.get(expression)
  const made = rewriteAnew(expression, rewrites, known)
  known.set(expression, made)
  return made
}

function rewriteAnew(
  expression: Expression,
  rewrites: ReadonlyMap<number, ItemRewrite>,
  known: Map<Expression, Expression | undefined>,
): Expression | undefined {
  switch (expression.kind) {
    case 'opaque':
      return expression
    case 'test': {
      const rewrite = rewrites.get(expression.list)
      return rewrite === undefined ? expression : rewrite([expression], 'or')
    }
    case 'not': {
      const operand = rewriteExpression(expression.operand, rewrites, known)
      return operand && not(operand)
    }
    case 'and':
    case 'or': {
      const { kind, operands } = expression
      if (operands.length === 0) return expression
      const kept: Expression[] = []
      for (let i = 0; i < operands.length; ) {
        const operand = operands[i]
        if (operand === undefined) break
        let next = i + 1
        let made: Expression | undefined
        const rewrite = operand.kind === 'test' ? rewrites.get(operand.list) : undefined
        if (operand.kind === 'test' && rewrite !== undefined) {
          const tests = new Set<Test>([operand])
          for (; next < operands.length; next++) {
            const other = operands[next]
            if (other?.kind !== 'test' || other.list !== operand.list) break
            tests.add(other)
          }
          // A test alone does not tell how the values of its item are linked; most are by “or”.
          made = rewrite([...tests], tests.size === 1 ? 'or' : kind)
        } else made = rewriteExpression(operand, rewrites, known)
        if (made !== undefined) kept.push(made)
        i = next
      }
      if (kept.length === 0) return undefined
      return kind === 'and' ? and(kept) : or(kept)
    }
  }
}
