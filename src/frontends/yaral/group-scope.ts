import type { AggregateFunction, DeriveStage } from '../../ir/index.ts'
import { isAggregate } from './functions.ts'
import { fieldName, type YaralLowering, type YaralName, type YaralScope } from './lowering.ts'
import { printAssignment, printYaralExpression } from './print.ts'
import type { YaralAssignment, YaralCall, YaralExpression, YaralField } from './syntax.ts'
import { fieldsOf, partsOf, type YaralVariables } from './variables.ts'

/**
 * The scope behind the events of a rule: conditions on several of them together, where a field is
 * called with its variable, and conditions on the group that they make, where counts and outcomes are
 * tested. What those need to be counted or computed is gathered here.
 */
export class GroupScope implements YaralScope {
  readonly lowering: YaralLowering
  readonly part: undefined
  readonly derived: Map<string, DeriveStage> = new Map()
  readonly functions: Map<string, AggregateFunction> = new Map()
  /** What is computed of the results of the functions. */
  readonly results: Map<string, DeriveStage> = new Map()
  readonly outcomes: Set<string> = new Set()
  readonly #variables: YaralVariables

  constructor(variables: YaralVariables, lowering: YaralLowering) {
    this.#variables = variables
    this.lowering = lowering
  }

  /** Of a rule about a single event its fields are those of the event. */
  nameField(field: YaralField): YaralName {
    if (this.#variables.events.length < 2) return { name: fieldName(field), isDerived: false }
    return { name: printYaralExpression(field), isDerived: true }
  }

  resolve({ variable = '', span }: YaralField): YaralExpression | YaralName {
    const name = `$${variable}`
    if (this.#variables.outcomes.has(variable)) {
      this.outcomes.add(variable)
      return { name, isDerived: true }
    }
    const byEvent = this.#variables.placeholders.get(variable)
    if (byEvent === undefined) {
      const message = `no section gives “${name}” a value`
      this.lowering.report('yaral/unknown-variable', span, message)
    }
    const [first] = byEvent?.values() ?? []
    const value = first?.isConditional === false ? first.bindings[0]?.value : undefined
    return value?.kind === 'field' ? value : { name, isDerived: true }
  }

  isBinding(expression: YaralExpression): boolean {
    return this.#variables.bindingNodes.has(expression)
  }

  /** “#e” is how many events there are, of a placeholder how many distinct values. */
  nameCount(variable: string): YaralName {
    const name = `#${variable}`
    if (this.functions.has(name)) return { name, isDerived: true }
    const { events } = this.#variables
    if (events.includes(variable)) {
      const field = events.length > 1 ? { field: `$${variable}` } : {}
      this.functions.set(name, { name: 'count', ...field, as: name })
    } else {
      const field = this.#nameOf({ kind: 'field', variable, path: [], span: { start: 0, end: 0 } })
      this.functions.set(name, { name: 'count_distinct', field, as: name })
    }
    return { name, isDerived: true }
  }

  #nameOf(field: YaralField): string {
    const meaning = field.path.length > 0 ? this.nameField(field) : this.resolve(field)
    if (!('kind' in meaning)) return meaning.name
    return meaning.kind === 'field' ? this.#nameOf(meaning) : printYaralExpression(meaning)
  }

  /** What the tested outcomes are computed from, in the order of the section. */
  addOutcomes(): void {
    const { outcomes } = this.#variables
    const open = [...this.outcomes]
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const assignment = outcomes.get(name)
      for (const { variable = '', path } of assignment ? fieldsOf(assignment.value) : []) {
        if (path.length > 0 || this.outcomes.has(variable) || !outcomes.has(variable)) continue
        this.outcomes.add(variable)
        open.push(variable)
      }
    }
    for (const [name, assignment] of outcomes) {
      if (this.outcomes.has(name)) this.#addOutcome(assignment)
    }
  }

  #addOutcome(assignment: YaralAssignment): void {
    const { name, value, span } = assignment
    const as = `$${name.text}`
    if (value.kind === 'call' && isAggregate(value.name)) {
      this.functions.set(as, this.#aggregate(value, as))
      return
    }
    for (const call of aggregatesIn(value)) {
      const text = printYaralExpression(call)
      this.functions.set(text, this.#aggregate(call, text))
    }
    this.results.set(as, { kind: 'derive', names: [as], text: printAssignment(assignment), span })
  }

  /** A function of a field, or of a value that is derived first. */
  #aggregate({ name, arguments: list, span }: YaralCall, as: string): AggregateFunction {
    const [first, ...others] = list
    if (first === undefined) return { name, as }
    const more = others.map(printYaralExpression)
    // “count” of the logic counts rows, and this one values.
    const plain = name === 'count' ? 'count_values' : name
    const own = more.length === 0 ? plain : `${plain}(${more.join(', ')})`
    if (first.kind === 'field') return { name: own, field: this.#nameOf(first), as }
    const field = printYaralExpression(first)
    this.derived.set(field, { kind: 'derive', names: [field], text: field, span })
    return { name: own, field, as }
  }
}

/** The functions over a group inside an expression, from left to right. */
function aggregatesIn(expression: YaralExpression): readonly YaralCall[] {
  if (expression.kind === 'call' && isAggregate(expression.name)) return [expression]
  return partsOf(expression).flatMap(aggregatesIn)
}
