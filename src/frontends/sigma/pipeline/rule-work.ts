import type { PlainValue } from '../../../base/index.ts'
import {
  and,
  anyField,
  type Expression,
  type FilterStage,
  not,
  or,
  type Rule,
  type Stage,
  type Test,
  testsOf,
} from '../../../ir/index.ts'

/** Ends the work on a rule, which then is not run. Thrown and caught inside this folder only. */
export class PipelineFailure extends Error {
  override readonly name = 'PipelineFailure'
}

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

/** How many tests the steps may add to a rule. */
const mostAddedTests = 200_000

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
  #added = 0
  /** By stage; steps add stages behind all others that have items, so places stay. */
  readonly #nextLists = new Map<number, number>()

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

  /** To be said before tests are added; ends the work when they are too many. */
  addTests(count: number): void {
    this.#added += count
    if (this.#added <= mostAddedTests) return
    throw new PipelineFailure(`the pipeline adds more than ${mostAddedTests} tests to the rule`)
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
    const next = this.#nextLists.get(item.stage) ?? this.#countLists(item.stage)
    this.#nextLists.set(item.stage, next + 1)
    const ids = this.#appliedToItems.get(`${item.stage} ${item.list}`)
    if (ids !== undefined) this.#appliedToItems.set(`${item.stage} ${next}`, new Set(ids))
    return next
  }

  #countLists(index: number): number {
    const stage = this.rule.logic.stages[index]
    const items = stage?.kind === 'filter' ? itemsOf(stage, index) : []
    return items.reduce((next, { list }) => Math.max(next, list + 1), 0)
  }

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
  const rewriter = new Rewriter(rewrites)
  const parts = stage.parts.flatMap(part => {
    const expression = rewriter.rewrite(part.expression)
    return expression === undefined ? [] : [{ ...part, expression }]
  })
  const expression = rewriter.rewrite(stage.expression)
  if (expression !== undefined) return { ...stage, parts, expression }
  const { condition: text, span } = stage
  return {
    ...stage,
    parts,
    expression: { kind: 'opaque', text, reason: 'pipeline/failure', span },
  }
}

/** Tests of an item that stand side by side, with what became of them. */
interface Group {
  readonly tests: readonly Test[]
  readonly link: 'and' | 'or'
  readonly made: Expression | undefined
}

/** Rewrites expressions; what they share stays shared. */
class Rewriter {
  readonly #rewrites: ReadonlyMap<number, ItemRewrite>
  readonly #known = new Map<Expression, Expression | undefined>()
  /** By the first test. */
  readonly #groups = new Map<Test, Group>()

  constructor(rewrites: ReadonlyMap<number, ItemRewrite>) {
    this.#rewrites = rewrites
  }

  /** `undefined` when nothing is left. */
  rewrite(expression: Expression): Expression | undefined {
    if (this.#known.has(expression)) return this.#known.get(expression)
    const made = this.#rewriteAnew(expression)
    this.#known.set(expression, made)
    return made
  }

  #rewriteAnew(expression: Expression): Expression | undefined {
    switch (expression.kind) {
      case 'opaque':
        return expression
      case 'test':
        // A test alone does not tell how the values of its item are linked; most are by “or”.
        return this.#rewrites.has(expression.list)
          ? this.#rewriteGroup([expression], 'or')
          : expression
      case 'not': {
        const operand = this.rewrite(expression.operand)
        return operand && not(operand)
      }
      case 'and':
      case 'or': {
        const { kind, operands } = expression
        if (operands.length === 0) return expression
        const kept = groupsOf(operands).flatMap((group): readonly Expression[] => {
          if (isGroup(group) && group.length > 1) {
            if (!this.#rewrites.has(group[0]?.list ?? -1)) return group
            const made = this.#rewriteGroup(group, kind)
            return made === undefined ? [] : [made]
          }
          return group.flatMap(operand => this.rewrite(operand) ?? [])
        })
        if (kept.length === 0) return undefined
        return kind === 'and' ? and(kept) : or(kept)
      }
    }
  }

  #rewriteGroup(tests: readonly Test[], link: 'and' | 'or'): Expression | undefined {
    const [first] = tests
    const rewrite = first && this.#rewrites.get(first.list)
    if (first === undefined || rewrite === undefined) return undefined
    const known = this.#groups.get(first)
    const isSame =
      known?.link === link &&
      known.tests.length === tests.length &&
      known.tests.every((test, i) => test === tests[i])
    if (isSame) return known.made
    const made = rewrite(tests, link)
    this.#groups.set(first, { tests, link, made })
    return made
  }
}

/** Operands one by one, but tests of one item that stand side by side together, each once. */
function groupsOf(operands: readonly Expression[]): readonly (readonly Expression[])[] {
  const groups: Expression[][] = []
  let seen = new Set<Expression>()
  for (const operand of operands) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (last?.kind === 'test' && operand.kind === 'test' && last.list === operand.list) {
      if (!seen.has(operand)) group?.push(operand)
    } else {
      groups.push([operand])
      seen = new Set()
    }
    seen.add(operand)
  }
  return groups
}

function isGroup(group: readonly Expression[]): group is readonly Test[] {
  return group.every(({ kind }) => kind === 'test')
}
