import {
  type Diagnostic,
  type DiagnosticCode,
  diagnostic,
  findNearest,
  type Span,
} from '../../base/index.ts'
import type { YamlEntry, YamlNode, YamlScalar } from '../../base/yaml/index.ts'
import {
  and,
  anyField,
  anyRun,
  compileRegex,
  type Expression,
  isNetwork,
  isTimeTransform,
  not,
  or,
  type Pattern,
  type PatternToken,
  pattern,
  type Regex,
  spellingsOf,
  type TestFrame,
  toTextTest,
} from '../../ir/index.ts'
import { type Comparison, findModifier, modifiers, plainComparison } from './modifiers.ts'
import { parseTemplate, parseValue } from './value.ts'

/**
 * Selections become expressions: a map is an `and` of its fields, a list an `or` of its items, a
 * plain item of a list a keyword.
 */

/** What the selections of one rule share: the numbers of its lists, and what was noticed. */
export interface LowerContext {
  readonly diagnostics: Diagnostic[]
  /** The number of the next list. */
  nextList: number
}

/** Maps and lists inside one another in a selection. */
export const maxSelectionDepth = 32

/** The expression of one selection; every test bears the selection's name. */
export function lowerSelection(name: string, node: YamlNode, context: LowerContext): Expression {
  return new SelectionLowering(name, context).lower(node, 0)
}

class SelectionLowering {
  private readonly name: string
  private readonly context: LowerContext

  constructor(name: string, context: LowerContext) {
    this.name = name
    this.context = context
  }

  lower(node: YamlNode, depth: number): Expression {
    if (depth > maxSelectionDepth) {
      const message = `nested more than ${maxSelectionDepth} levels deep`
      return this.opaque('sigma/nesting-limit', node.span, this.name, message)
    }
    switch (node.kind) {
      case 'map':
        if (node.entries.length === 0) return this.empty(node.span)
        return and(node.entries.map(entry => this.lowerField(entry)))
      case 'list': {
        if (node.items.length === 0) return this.empty(node.span)
        const keywords = node.items.filter(item => item.kind === 'scalar')
        const list = this.context.nextList
        if (keywords.length > 0) this.context.nextList++
        const base = { field: anyField, list, part: this.name }
        return or(
          node.items.map(item =>
            item.kind === 'scalar'
              ? this.lowerValue(item, keywordComparison, base)
              : this.lower(item, depth + 1),
          ),
        )
      }
      case 'scalar': {
        if (node.value === null) return this.empty(node.span)
        const list = this.context.nextList++
        return this.lowerValue(node, keywordComparison, { field: anyField, list, part: this.name })
      }
    }
  }

  /**
   * One field with its modifiers and values.
   *
   *     CommandLine|contains|all: ['-enc', 'bypass']
   *     → (and (contains CommandLine "-enc") (contains CommandLine "bypass"))
   */
  private lowerField(entry: YamlEntry): Expression {
    const [name = '', ...modifierNames] = entry.key.split('|')
    const field = name.trim()
    const isKeyword = field === ''
    const comparison = this.readModifiers(entry, modifierNames, isKeyword)
    if (comparison === undefined) return this.opaqueEntry(entry)
    const values = flatten(entry.value)
    if (values === undefined) {
      const message = `“${entry.key}” holds a map where values are expected`
      return this.opaque('sigma/invalid-value', entry.value.span, entry.key, message)
    }
    if (values.length === 0) {
      return this.opaque('sigma/empty-selection', entry.keySpan, entry.key, 'the list is empty')
    }
    const base = {
      field: isKeyword ? anyField : field,
      list: this.context.nextList++,
      part: this.name,
      fieldSpan: entry.keySpan,
    }
    const tests = values.map(value => this.lowerValue(value, comparison, base))
    const joined = comparison.all ? and(tests) : or(tests)
    // “neq: The field is different from the specified values”: from every one of them.
    return comparison.isNegated ? not(joined) : joined
  }

  private readModifiers(
    entry: YamlEntry,
    names: readonly string[],
    isKeyword: boolean,
  ): Comparison | undefined {
    let comparison: Comparison = plainComparison
    let offset = entry.key.length - names.join('|').length
    for (const name of names) {
      const isVerbatim = entry.keySpan.end - entry.keySpan.start === entry.key.length
      const start = entry.keySpan.start + offset
      const span = isVerbatim ? { start, end: start + name.length } : entry.keySpan
      offset += name.length + 1
      const modifier = findModifier(name.trim().toLowerCase())
      if (modifier === undefined) {
        const near = findNearest(
          name,
          modifiers.map(m => m.name),
        )
        this.report(
          'sigma/unknown-modifier',
          span,
          `unknown modifier “${name}”`,
          near === undefined ? undefined : `did you mean “${near}”?`,
        )
        return undefined
      }
      const next = modifier.apply(comparison)
      if (typeof next === 'string') {
        this.report('sigma/invalid-modifier', span, next)
        return undefined
      }
      comparison = next
    }
    if (!isKeyword) return comparison
    if (comparison.kind === 'exists' || comparison.kind === 'field') {
      const name = comparison.kind === 'exists' ? 'exists' : 'fieldref'
      this.report('sigma/invalid-modifier', entry.keySpan, `“${name}” needs a field`)
      return undefined
    }
    // A keyword is found anywhere, unless a modifier says where it stands.
    return comparison.anchor === 'equals' ? { ...comparison, anchor: 'contains' } : comparison
  }

  private lowerValue(node: YamlScalar, comparison: Comparison, place: Place): Expression {
    const { field, list, part, fieldSpan } = place
    const base: TestFrame = {
      field,
      list,
      part,
      ...(fieldSpan === undefined ? {} : { fieldSpan }),
      cased: comparison.cased,
      transforms: comparison.transforms,
      span: node.span,
    }
    switch (comparison.kind) {
      case 'text':
        return this.lowerText(node, comparison, base)
      case 'regex':
        return this.lowerRegex(node, comparison, base)
      case 'cidr': {
        if (typeof node.value === 'string' && isNetwork(node.value.trim())) {
          return { kind: 'test', ...base, operator: 'cidr', value: node.value.trim() }
        }
        return this.invalid(node, `“${node.text}” is no network in CIDR notation`)
      }
      case 'exists': {
        const value = readBoolean(node)
        if (value !== undefined) return { kind: 'test', ...base, operator: 'exists', value }
        return this.invalid(node, `“exists” needs true or false, not “${node.text}”`)
      }
      case 'field': {
        if (typeof node.value !== 'string')
          return this.invalid(node, '“fieldref” needs a field name')
        const { anchor } = comparison
        return {
          kind: 'test',
          ...base,
          operator: 'field_equals',
          value: { field: node.value, comparison: anchor },
        }
      }
      case 'template':
        return this.lowerTemplate(node, comparison, base)
      case 'lt':
      case 'lte':
      case 'gt':
      case 'gte': {
        const value = typeof node.value === 'number' ? node.value : Number(node.text.trim() || 'x')
        if (Number.isFinite(value))
          return { kind: 'test', ...base, operator: comparison.kind, value }
        return this.invalid(node, `“${comparison.kind}” needs a number, not “${node.text}”`)
      }
    }
  }

  private lowerText(node: YamlScalar, comparison: Comparison, base: TestFrame): Expression {
    const { value } = node
    if (value === null) {
      if (base.field === anyField || comparison.transforms.length > 0) {
        return this.invalid(node, 'null cannot be searched for')
      }
      return { kind: 'test', ...base, cased: false, operator: 'null' }
    }
    if (typeof value !== 'string' && comparison.anchor === 'equals') {
      const hasEncoding = comparison.transforms.some(t => !isTimeTransform(t))
      if (!hasEncoding) return { kind: 'test', ...base, operator: 'equals', value }
    }
    const tokens = parseValue(typeof value === 'string' ? value : node.text)
    if (comparison.transforms.some(isTimeTransform)) {
      const number = Number(node.text.trim() || 'x')
      if (!Number.isFinite(number)) return this.invalid(node, `“${node.text}” is no number`)
      return { kind: 'test', ...base, operator: 'equals', value: number }
    }
    return this.lowerPattern(tokens, node, comparison, base)
  }

  private lowerPattern(
    tokens: Pattern,
    node: YamlScalar,
    { transforms, anchor }: Comparison,
    base: TestFrame,
  ): Expression {
    if (transforms.length > 0 && spellingsOf(tokens, transforms) === undefined) {
      return this.invalid(node, 'text with wildcards cannot be encoded')
    }
    return toTextTest(anchored(tokens, anchor), base)
  }

  private lowerRegex(node: YamlScalar, comparison: Comparison, base: TestFrame): Expression {
    if (node.value === null) return this.invalid(node, '“re” needs a regular expression')
    const source = typeof node.value === 'string' ? node.value : node.text
    const regex: Regex = {
      source: anchoredRegex(source, comparison.anchor),
      dialect: 'pcre',
      ignoreCase: comparison.ignoreCase,
      multiline: comparison.multiline,
      dotAll: comparison.dotAll,
      anchored: false,
    }
    const compiled = compileRegex(regex)
    if (compiled.kind !== 'compiled') {
      const code = compiled.kind === 'invalid' ? 'sigma/invalid-regex' : 'sigma/unsupported-regex'
      return this.opaque(code, node.span, node.text, compiled.message)
    }
    // “Regex is matched case-sensitive by default.”
    return { kind: 'test', ...base, cased: !comparison.ignoreCase, operator: 'regex', value: regex }
  }

  private lowerTemplate(node: YamlScalar, comparison: Comparison, base: TestFrame): Expression {
    if (typeof node.value !== 'string' || comparison.transforms.some(isTimeTransform)) {
      return this.lowerText(node, comparison, base)
    }
    const tokens = parseTemplate(node.value)
    const plain = tokens.filter(token => token.kind !== 'list')
    if (plain.length === tokens.length) {
      return this.lowerPattern(pattern(plain), node, comparison, base)
    }
    if (comparison.transforms.length > 0) {
      return this.invalid(node, 'a value with placeholders cannot be encoded')
    }
    const { anchor } = comparison
    const before = anchor === 'contains' || anchor === 'ends_with' ? [anyRun] : []
    const after = anchor === 'contains' || anchor === 'starts_with' ? [anyRun] : []
    return { kind: 'test', ...base, operator: 'in_list', value: [...before, ...tokens, ...after] }
  }

  private empty(span: Span): Expression {
    const message = `the selection “${this.name}” is empty`
    return this.opaque('sigma/empty-selection', span, this.name, message)
  }

  private invalid(node: YamlScalar, message: string): Expression {
    return this.opaque('sigma/invalid-value', node.span, node.text, message)
  }

  private opaqueEntry(entry: YamlEntry): Expression {
    const last = this.context.diagnostics.at(-1)
    const reason = last?.code ?? 'sigma/invalid-modifier'
    const values = (flatten(entry.value) ?? []).map(v => v.text).join(', ')
    const span = { start: entry.keySpan.start, end: entry.value.span.end }
    return { kind: 'opaque', text: `${entry.key}: ${values}`, reason, span }
  }

  private opaque(reason: DiagnosticCode, span: Span, text: string, message: string): Expression {
    this.report(reason, span, message)
    return { kind: 'opaque', text, reason, span }
  }

  private report(code: DiagnosticCode, span: Span, message: string, help?: string): void {
    this.context.diagnostics.push(diagnostic(code, span, message, help))
  }
}

/** “a keyword … searching for keywords across an entire event”: a substring of any value. */
const keywordComparison: Comparison = { ...plainComparison, anchor: 'contains' }

interface Place {
  readonly field: string
  readonly list: number
  readonly part: string
  readonly fieldSpan?: Span
}

function flatten(node: YamlNode): readonly YamlScalar[] | undefined {
  if (node.kind === 'scalar') return [node]
  if (node.kind === 'map') return undefined
  const values: YamlScalar[] = []
  for (const item of node.items) {
    const inner = flatten(item)
    if (inner === undefined) return undefined
    values.push(...inner)
  }
  return values
}

function anchored(tokens: Pattern, anchor: Comparison['anchor']): Pattern {
  const before: readonly PatternToken[] =
    anchor === 'contains' || anchor === 'ends_with' ? [anyRun] : []
  const after: readonly PatternToken[] =
    anchor === 'contains' || anchor === 'starts_with' ? [anyRun] : []
  return pattern([...before, ...tokens, ...after])
}

/** A regular expression searches anyway; `startswith` and `endswith` tie it to an end. */
function anchoredRegex(source: string, anchor: Comparison['anchor']): string {
  if (anchor === 'starts_with') return `^(?:${source})`
  if (anchor === 'ends_with') return `(?:${source})$`
  return source
}

function readBoolean(node: YamlScalar): boolean | undefined {
  if (typeof node.value === 'boolean') return node.value
  if (/^(true|yes)$/i.test(node.text)) return true
  if (/^(false|no)$/i.test(node.text)) return false
  return undefined
}
