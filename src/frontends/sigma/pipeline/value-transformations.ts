import type { PlainValue } from '../../../base/index.ts'
import {
  and,
  anyRun,
  type Expression,
  literal,
  or,
  type Pattern,
  type PatternToken,
  pattern,
  printPattern,
  type TemplateToken,
  type Test,
} from '../../../ir/index.ts'
import { parseValue } from '../value.ts'
import { readRegex } from './conditions.ts'
import type { Parameters } from './parameters.ts'
import type { Transformation } from './pipeline.ts'
import { findGroupsAtStart, hasNamedGroups, substitute } from './python-regex.ts'
import {
  type DetectionItem,
  type ItemRewrite,
  PipelineFailure,
  type RuleWork,
} from './rule-work.ts'
import { parsePrinted, patternOf, stringOf, withPattern } from './value-pattern.ts'

/** Steps that change the values of detection items. */
export const valueTransformations: {
  readonly [type: string]: (parameters: Parameters) => Transformation
} = {
  drop_detection_item: () => rewriteItems(() => () => undefined),
  replace_string(parameters) {
    const regex = readRegex(parameters, 'regex')
    const replacement = parameters.needText('replacement')
    const skipsSpecial = parameters.flag('skip_special')
    const interpretsSpecial = parameters.flag('interpret_special')
    const replace = (text: string): string => substitute(regex, replacement, text)
    return mapValues(test => {
      const isNumber = test.operator === 'equals' && typeof test.value === 'number'
      const tokens = isNumber ? [literal(String(test.value))] : patternOf(test)
      if (tokens === undefined) return undefined
      if (!skipsSpecial) {
        const text = printPattern(tokens)
        const replaced = replace(text)
        return replaced === text ? undefined : [withPattern(test, parsePrinted(replaced))]
      }
      const parts = tokens.flatMap((token): readonly PatternToken[] => {
        if (token.kind !== 'literal') return [token]
        const replaced = replace(token.text)
        return interpretsSpecial ? parsePrinted(replaced) : [literal(replaced)]
      })
      return [withPattern(test, pattern(parts))]
    })
  },
  map_string(parameters) {
    const mapping = parameters.mapping('mapping')
    return mapValues(test => {
      const text = stringOf(test)
      const mapped = text === undefined ? undefined : mapping.get(text)
      return mapped?.map(value => withPattern(test, parseValue(value)))
    })
  },
  set_value(parameters) {
    const given = parameters.plain('value')
    const type = parameters.choice('force_type', ['', 'str', 'num'], '')
    if (!parameters.has('value')) parameters.complain('“value” is missing')
    const value = type === 'str' ? String(given) : type === 'num' ? Number(given) : given
    if (type !== '' && (given === null || typeof given === 'object')) {
      parameters.complain('“force_type” needs a text or a number')
    }
    if (typeof value === 'number' && Number.isNaN(value)) {
      parameters.complain('“value” is no number', parameters.node('value')?.span)
    }
    return mapValues(test => [withValue(test, value)])
  },
  convert_type(parameters) {
    if (!parameters.has('target_type')) parameters.complain('“target_type” is missing')
    const isText = parameters.choice('target_type', ['str', 'num'], 'str') === 'str'
    return mapValues(test => {
      if (isText) {
        const isOther = test.operator === 'equals' && typeof test.value !== 'string'
        return isOther ? [withValue(test, String(test.value))] : undefined
      }
      const text = stringOf(test)
      if (text === undefined) return undefined
      const number = text.trim() === '' ? Number.NaN : Number(text)
      if (Number.isNaN(number)) throw new PipelineFailure(`“${text}” cannot be made a number`)
      return [withValue(test, number)]
    })
  },
  case(parameters) {
    const method = parameters.choice('method', ['lower', 'upper', 'snake_case'], 'lower')
    const change = (text: string): string => {
      if (method === 'upper') return text.toUpperCase()
      if (method === 'lower') return text.toLowerCase()
      return text.replace(/(?<!^)(?=[A-Z])/g, '_').toLowerCase()
    }
    return mapValues(test => {
      const tokens = patternOf(test)
      return (
        tokens && [
          withPattern(
            test,
            tokens.map(token => (token.kind === 'literal' ? literal(change(token.text)) : token)),
          ),
        ]
      )
    })
  },
  // Values match in any case here, as the expressions that pySigma would make of them.
  regex(parameters) {
    const methods = ['plain', 'ignore_case_flag', 'ignore_case_brackets'] as const
    const isCased = parameters.choice('method', methods, 'ignore_case_brackets') === 'plain'
    return mapValues(test => {
      const tokens = patternOf(test)
      return isCased && tokens !== undefined && tokens.length > 0
        ? [{ ...test, cased: true }]
        : undefined
    })
  },
  wildcard_placeholders(parameters) {
    const isHandled = readHandled(parameters)
    return mapPlaceholders(isHandled, () => [[anyRun]])
  },
  value_placeholders(parameters) {
    const isHandled = readHandled(parameters)
    return mapPlaceholders(isHandled, (name, work) => {
      const values = work.vars.get(name)
      if (values === undefined) throw new PipelineFailure(`there is no variable “${name}”`)
      return values.map(parseValue)
    })
  },
  hashes_fields(parameters) {
    const algorithms = parameters.texts('valid_hash_algos')
    if (algorithms === undefined) parameters.complain('“valid_hash_algos” is missing')
    const prefix = parameters.text('field_prefix') ?? ''
    const dropsAlgorithm = parameters.flag('drop_algo_prefix')
    return rewriteItems((item, work) => {
      const texts = new Map(item.tests.map(test => [test, stringOf(test)]))
      if ([...texts.values()].includes(undefined)) return undefined
      const lists = new Map<string, number>()
      const replaced = new Map<Test, Test>()
      for (const [test, text = ''] of texts) {
        const { algorithm, hash } = readHash(text)
        if (algorithms?.includes(algorithm) !== true) continue
        const field = `${prefix}${dropsAlgorithm ? '' : algorithm}`
        if (field === '') continue
        const list = lists.get(field) ?? (lists.size === 0 ? item.list : work.newList(item))
        lists.set(field, list)
        replaced.set(test, withPattern({ ...test, field, list }, parsePrinted(hash)))
      }
      if (replaced.size === 0) {
        throw new PipelineFailure(`no hash of a known kind in “${[...texts.values()].join(', ')}”`)
      }
      return tests => or(tests.flatMap(test => replaced.get(test) ?? []))
    })
  },
  extract_fields(parameters) {
    const regex = readRegex(parameters, 'regex')
    const prefix = parameters.text('field_prefix')
    const keepsOthers = parameters.flag('preserve_unmatched')
    if (parameters.has('regex') && !hasNamedGroups(regex)) {
      parameters.complain('“regex” has no named group', parameters.node('regex')?.span)
    }
    return rewriteItems((item, work) => {
      const texts = item.tests.map(test => [test, stringOf(test)] as const)
      if (texts.some(([, text]) => text === undefined)) return undefined
      const extracted = new Map<Test, Expression>()
      for (const [test, text = ''] of texts) {
        const groups = findGroupsAtStart(regex, text)
        if (groups === undefined) {
          if (keepsOthers) extracted.set(test, test)
          continue
        }
        const tests = Object.entries(groups).flatMap(([name, value]) => {
          if (value === undefined || value === '') return []
          const field = prefix === undefined ? name : `${prefix}.${name}`
          const place = { field, list: work.newList(item), cased: false }
          return [withValue({ ...test, ...place }, toTypedValue(value))]
        })
        work.addTests(tests.length)
        if (tests.length > 0) extracted.set(test, and(tests))
      }
      // pySigma leaves an item as it is from which nothing comes out.
      if (extracted.size === 0) return undefined
      return (tests, link) => {
        const made = tests.flatMap(test => extracted.get(test) ?? [])
        if (made.length === 0) return undefined
        return link === 'and' ? and(made) : or(made)
      }
    })
  },
  detection_item_failure(parameters) {
    const message = parameters.needText('message')
    return (work, step) => {
      if (work.items().some(item => step.fitsItem(item, work))) throw new PipelineFailure(message)
    }
  },
}

/** Rewrites the items that the step is for. */
function rewriteItems(
  rewriteOf: (item: DetectionItem, work: RuleWork) => ItemRewrite | undefined,
): Transformation {
  return (work, step) =>
    work.rewrite(item => {
      if (!step.fitsItem(item, work)) return undefined
      const rewrite = rewriteOf(item, work)
      if (rewrite !== undefined) work.noteApplied(item, step.id)
      return rewrite
    })
}

/** Makes others of single values; `undefined` leaves a value as it is. */
function mapValues(
  map: (test: Test, work: RuleWork) => readonly Test[] | undefined,
): Transformation {
  return rewriteItems((item, work) => {
    const mapped = new Map<Test, readonly Test[]>()
    for (const test of item.tests) {
      const made = map(test, work)
      if (made === undefined) continue
      work.addTests(made.length - 1)
      mapped.set(test, made)
    }
    if (mapped.size === 0) return undefined
    return (tests, link): Expression | undefined => {
      const made = tests.flatMap(test => mapped.get(test) ?? [test])
      if (made.length === 0) return undefined
      return link === 'and' ? and(made) : or(made)
    }
  })
}

function withValue(test: Test, value: PlainValue): Test {
  // Regular expressions tell upper from lower case unless they say otherwise; texts do not.
  const cased = test.operator === 'regex' ? false : test.cased
  const plain = withPattern({ ...test, cased, transforms: [] }, [])
  if (value === null) return { ...plain, cased: false, operator: 'null' }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return { ...plain, operator: 'equals', value }
  }
  return withPattern(plain, parseValue(typeof value === 'string' ? value : JSON.stringify(value)))
}

/** A number where it looks like one and has no zeros before it; `null` and `none` are nothing. */
function toTypedValue(text: string): PlainValue {
  if (/^(?:null|none)$/i.test(text)) return null
  const isNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)
  return isNumber && (text === '0' || !text.startsWith('0')) ? Number(text) : text
}

function readHandled(parameters: Parameters): (name: string) => boolean {
  const include = parameters.texts('include')
  const exclude = parameters.texts('exclude')
  if (include !== undefined && exclude !== undefined) {
    parameters.complain('“include” and “exclude” exclude one another')
  }
  return name => include?.includes(name) ?? !(exclude?.includes(name) ?? false)
}

/** What the values of one placeholder may multiply those of the others to. */
const mostPlaceholderValues = 100_000

function mapPlaceholders(
  isHandled: (name: string) => boolean,
  valuesOf: (name: string, work: RuleWork) => readonly Pattern[],
): Transformation {
  return mapValues((test, work) => {
    if (test.operator !== 'in_list') return undefined
    const isMet = test.value.some(token => token.kind === 'list' && isHandled(token.name))
    if (!isMet) return undefined
    let made: readonly (readonly TemplateToken[])[] = [[]]
    for (const token of test.value) {
      const others: readonly (readonly TemplateToken[])[] =
        token.kind === 'list' && isHandled(token.name) ? valuesOf(token.name, work) : [[token]]
      if (made.length * others.length > mostPlaceholderValues) {
        throw new PipelineFailure(`placeholders come to more than ${mostPlaceholderValues} values`)
      }
      made = made.flatMap(before => others.map(other => [...before, ...other]))
    }
    return made.map((tokens): Test => {
      const plain = tokens.filter(token => token.kind !== 'list')
      return plain.length === tokens.length
        ? withTokens(test, pattern(plain))
        : { ...test, value: tokens }
    })
  })
}

/** The wildcards around a keyword are among the tokens of a template already. */
function withTokens(test: Test, tokens: Pattern): Test {
  return { ...withPattern({ ...test, field: '' }, tokens), field: test.field }
}

const hashLengths: ReadonlyMap<number, string> = new Map([
  [32, 'MD5'],
  [40, 'SHA1'],
  [64, 'SHA256'],
  [128, 'SHA512'],
])

/** `SHA1=…`, `*SHA1|…` or a hash alone, whose length tells what it is. */
function readHash(text: string): { readonly algorithm: string; readonly hash: string } {
  const parts = text.split(text.includes('|') ? '|' : '=')
  const [first = '', hash] = parts
  if (parts.length === 2 && hash !== undefined) {
    return { algorithm: first.replace(/^\*+/, '').toUpperCase(), hash }
  }
  return { algorithm: hashLengths.get(first.length) ?? '', hash: first }
}
