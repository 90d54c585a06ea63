import type { Span } from '../../../base/index.ts'
import { isNetwork, type TextOperator } from '../../../ir/index.ts'
import { fieldInside, findInside } from './bindings.ts'
import type { Evaluator } from './evaluator.ts'
import { canHoldFolded, textHolds } from './field-tests.ts'
import { findFlag, noFlags, toRegex } from './regex-flags.ts'
import type { PyCall, PyExpression } from './syntax.ts'
import { allOf, anyOf, constantTruth, negated, type Truth } from './truth.ts'
import {
  type Constant,
  type ConstantValue,
  constantsOf,
  type FieldValue,
  none,
  type PatternFlags,
  type Scope,
  type Value,
} from './value.ts'
import { toWildcard } from './wildcard.ts'

/** `object.name(…)`. */
export function callMethod(
  evaluator: Evaluator,
  object: Value,
  name: string,
  call: PyCall,
  scope: Scope,
): Value {
  if (object.kind === 'choice') {
    return evaluator.choice(
      object.condition,
      () => callMethod(evaluator, object.whenTrue, name, call, scope),
      () => callMethod(evaluator, object.whenFalse, name, call, scope),
    )
  }
  const args = call.positional.map(argument => evaluator.value(argument, scope))
  switch (object.kind) {
    case 'field':
      return callOfField(evaluator, object, name, call, args, scope)
    case 'constant':
      return typeof object.value === 'string'
        ? callOfText(evaluator, object.value, name, args, call.span)
        : evaluator.unknown(call.span)
    case 'dictionary': {
      const [key] = args
      if (key?.kind !== 'constant') return evaluator.unknown(call.span)
      return name === 'get'
        ? (findInside(object, key) ?? args[1] ?? none)
        : evaluator.unknown(call.span)
    }
    case 'pattern':
      return isRegexFunction(name)
        ? matchOf(evaluator, name, object.source, object.flags, args[0], call.span)
        : evaluator.unknown(call.span)
    default:
      return evaluator.computedFrom([object, ...args], call.span)
  }
}

function callOfField(
  evaluator: Evaluator,
  field: FieldValue,
  name: string,
  call: PyCall,
  args: readonly Value[],
  scope: Scope,
): Value {
  const { span } = call
  const named = call.named.find(argument => argument.name === 'default')?.value
  const byDefault = named === undefined ? undefined : evaluator.value(named, scope)
  switch (name) {
    case 'get': {
      const key = textOf(args[0])
      if (key === undefined || field.folding !== undefined) return evaluator.unknown(span)
      return fieldInside(field, key, args[1] ?? byDefault ?? none, span)
    }
    case 'deep_get':
    case 'deep_walk':
      return deepGet(evaluator, field, args, byDefault ?? none, span)
    case 'lower':
    case 'upper':
    case 'casefold':
      return { ...field, folding: name === 'upper' ? 'upper' : 'lower', span }
    case 'startswith':
    case 'endswith': {
      const operator = name === 'startswith' ? 'starts_with' : 'ends_with'
      return truthValue(anyText(evaluator, field, operator, args[0]) ?? evaluator.opaque(span))
    }
    default:
      return evaluator.computedFrom([field, ...args], span)
  }
}

/** “Safely return the value of an arbitrarily nested map”; a null on the way, or at its end, is the default. */
function deepGet(
  evaluator: Evaluator,
  field: FieldValue,
  args: readonly Value[],
  absent: Value,
  span: Span,
): Value {
  const keys = args.map(textOf)
  if (keys.includes(undefined) || keys.length === 0) return evaluator.unknown(span)
  const path = [...field.path, ...keys.filter(key => key !== undefined)]
  return { ...fieldInside(field, '', absent, span), path, nullIsAbsent: true }
}

/** `field.startswith("a")`, or one of a tuple. */
function anyText(
  evaluator: Evaluator,
  field: FieldValue,
  operator: TextOperator,
  argument: Value | undefined,
): Truth | undefined {
  const constants =
    argument === undefined ? undefined : (constantsOf(argument) ?? constantOf(argument))
  if (constants === undefined) return undefined
  const list = evaluator.tests.newList()
  const truths = constants.map(constant => {
    const { value } = constant
    if (typeof value !== 'string') return undefined
    if (!canHoldFolded(field, value)) return constantTruth(false)
    return evaluator.tests.text(field, operator, { ...constant, value }, list)
  })
  const known = truths.filter(truth => truth !== undefined)
  return known.length < truths.length ? undefined : anyOf(known)
}

function constantOf(value: Value): readonly ConstantValue[] | undefined {
  return value.kind === 'constant' ? [value] : undefined
}

function callOfText(
  evaluator: Evaluator,
  text: string,
  name: string,
  args: readonly Value[],
  span: Span,
): Value {
  const [first] = args
  const argument = textOf(first)
  switch (name) {
    case 'lower':
    case 'casefold':
      return { kind: 'constant', value: text.toLowerCase(), span }
    case 'upper':
      return { kind: 'constant', value: text.toUpperCase(), span }
    case 'strip':
      return args.length === 0
        ? { kind: 'constant', value: text.trim(), span }
        : evaluator.unknown(span)
    case 'split': {
      if (argument === undefined || argument === '') return evaluator.unknown(span)
      const items = text.split(argument).map((value): Value => ({ kind: 'constant', value, span }))
      return { kind: 'list', items }
    }
    case 'startswith':
    case 'endswith': {
      const operator = name === 'startswith' ? 'starts_with' : 'ends_with'
      const parts = first === undefined ? undefined : (constantsOf(first) ?? constantOf(first))
      if (parts === undefined) return evaluator.unknown(span)
      const holds = parts.some(({ value }) => textHolds(operator, text, String(value)) === true)
      return truthValue(constantTruth(holds))
    }
    default:
      return evaluator.computedFrom(args, span)
  }
}

/** A function of Python’s, of a module, or of Panther’s helpers, by its name. */
export function callFunction(
  evaluator: Evaluator,
  name: string,
  call: PyCall,
  scope: Scope,
): Value {
  const { span } = call
  const [first] = call.positional
  if (name === 'any' || name === 'all') {
    const truth = first && evaluator.quantified(name, first, scope)
    return truthValue(truth ?? evaluator.opaque(span))
  }
  const args = call.positional.map(argument => evaluator.value(argument, scope))
  const [a, b] = args
  switch (name.replace(/^(?:panther_\w+|global_\w+|ipaddress|fnmatch)\./, '')) {
    case 'bool':
      return truthValue(a === undefined ? constantTruth(false) : evaluator.truthOf(a))
    case 'set':
    case 'list':
    case 'tuple':
    case 'frozenset':
      if (a === undefined) return { kind: 'list', items: [] }
      return a.kind === 'list' ? a : evaluator.computedFrom(args, span)
    case 'str':
      return a === undefined ? { kind: 'constant', value: '', span } : toText(evaluator, a, span)
    case 'ip_address':
    case 'IPv4Address':
      return a?.kind === 'field' || a?.kind === 'constant' ? a : evaluator.computedFrom(args, span)
    case 'ip_network':
    case 'IPv4Network':
      return networkOf(evaluator, a, span)
    case 'fnmatch':
    case 'fnmatchcase':
    case 'pattern_match':
      return truthValue(wildcardTruth(evaluator, a, b) ?? evaluator.opaque(span))
    case 'pattern_match_list':
      return truthValue(wildcardTruth(evaluator, a, b) ?? evaluator.opaque(span))
    case 'is_ip_in_network':
      return truthValue(networkTruth(evaluator, a, b) ?? evaluator.opaque(span))
    case 'deep_get':
    case 'deep_walk': {
      const named = call.named.find(argument => argument.name === 'default')?.value
      const absent = named === undefined ? none : evaluator.value(named, scope)
      if (a?.kind !== 'field') return evaluator.unknown(span)
      return deepGet(evaluator, a, args.slice(1), absent, span)
    }
    case 'aws_cloudtrail_success':
      return truthValue(a?.kind === 'field' ? hasNoError(evaluator, a) : evaluator.opaque(span))
    default:
      return callOfModule(evaluator, name, call, args, scope)
  }
}

/** Panther’s helper: neither `errorCode` nor `errorMessage` has anything in it. */
function hasNoError(evaluator: Evaluator, event: FieldValue): Truth {
  const truths = ['errorMessage', 'errorCode'].map(key =>
    negated(evaluator.tests.truthy(fieldInside(event, key, none, event.span), 'text')),
  )
  return allOf(truths)
}

function callOfModule(
  evaluator: Evaluator,
  name: string,
  call: PyCall,
  args: readonly Value[],
  scope: Scope,
): Value {
  const { span } = call
  const how = name.replace(/^re\./, '')
  if (name.startsWith('re.') && (isRegexFunction(how) || how === 'compile')) {
    const source = textOf(args[0])
    const written = how === 'compile' ? call.positional[1] : call.positional[2]
    const named = call.named.find(argument => argument.name === 'flags')?.value
    const flags = flagsOf(evaluator, written ?? named, scope)
    if (source === undefined || flags === undefined) return evaluator.unknown(span)
    if (how === 'compile') return { kind: 'pattern', source, flags }
    return matchOf(evaluator, how as RegexFunction, source, flags, args[1], span)
  }
  const pure =
    /^(?:len|int|float|abs|round|min|max|sum|sorted|json\.loads|datetime\.\w+|math\.\w+)$/
  return pure.test(name) ? evaluator.computedFrom(args, span) : evaluator.unknown(span)
}

type RegexFunction = 'match' | 'search' | 'fullmatch'

function isRegexFunction(name: string): name is RegexFunction {
  return name === 'match' || name === 'search' || name === 'fullmatch'
}

function matchOf(
  evaluator: Evaluator,
  how: RegexFunction,
  source: string,
  flags: PatternFlags,
  subject: Value | undefined,
  span: Span,
): Value {
  if (subject?.kind !== 'field') return evaluator.unknown(span)
  // What was made lower or upper case is compared as it then is.
  if (subject.folding !== undefined && !flags.ignoreCase) return evaluator.unknown(span)
  const truth = evaluator.tests.regex(subject, toRegex(how, source, flags), span)
  return { kind: 'truth', truth, isMatch: true }
}

/** `re.I | re.M`. */
function flagsOf(
  evaluator: Evaluator,
  expression: PyExpression | undefined,
  scope: Scope,
): PatternFlags | undefined {
  if (expression === undefined) return noFlags
  if (expression.kind === 'operation' && expression.operator === '|') {
    return expression.operands.reduce<PatternFlags | undefined>((flags, operand) => {
      const own = flagsOf(evaluator, operand, scope)
      return flags && own && orOf(flags, own)
    }, noFlags)
  }
  const value = evaluator.value(expression, scope)
  if (value.kind === 'constant' && value.value === 0) return noFlags
  const flag = value.kind === 'library' ? findFlag(value.name) : undefined
  return flag && { ...noFlags, ...flag }
}

function orOf(a: PatternFlags, b: PatternFlags): PatternFlags {
  return {
    ignoreCase: a.ignoreCase || b.ignoreCase,
    multiline: a.multiline || b.multiline,
    dotAll: a.dotAll || b.dotAll,
  }
}

/** Patterns over the whole text; one of several. */
function wildcardTruth(
  evaluator: Evaluator,
  subject: Value | undefined,
  patterns: Value | undefined,
): Truth | undefined {
  if (subject?.kind !== 'field' || patterns === undefined) return undefined
  const list = evaluator.tests.newList()
  const truths = (constantsOf(patterns) ?? constantOf(patterns))?.map(({ value, span }) => {
    const tokens = typeof value === 'string' ? toWildcard(value) : undefined
    if (tokens === undefined || typeof value !== 'string') return undefined
    if (!canHoldFolded(subject, value)) return constantTruth(false)
    return evaluator.tests.pattern(subject, tokens, span, list)
  })
  const known = truths?.filter(truth => truth !== undefined)
  return known === undefined || known.length < (truths?.length ?? 0) ? undefined : anyOf(known)
}

function networkTruth(
  evaluator: Evaluator,
  subject: Value | undefined,
  networks: Value | undefined,
): Truth | undefined {
  if (subject?.kind !== 'field' || networks === undefined) return undefined
  const list = evaluator.tests.newList()
  const constants = constantsOf(networks) ?? constantOf(networks)
  const truths = constants?.map(({ value, span }) =>
    typeof value === 'string' && isNetwork(value)
      ? evaluator.tests.cidr(subject, value, span, list)
      : undefined,
  )
  const known = truths?.filter(truth => truth !== undefined)
  return known === undefined || known.length < (truths?.length ?? 0) ? undefined : anyOf(known)
}

/** `ip_address(x) in ip_network("10.0.0.0/8")`: a network is a list of all that is in it. */
function networkOf(evaluator: Evaluator, value: Value | undefined, span: Span): Value {
  const text = textOf(value)
  if (text === undefined || !isNetwork(text)) return evaluator.unknown(span)
  return { kind: 'network', network: text, span }
}

function toText(evaluator: Evaluator, value: Value, span: Span): Value {
  if (value.kind === 'constant') return { kind: 'constant', value: pythonText(value.value), span }
  if (value.kind !== 'field') return evaluator.computedFrom([value], span)
  const { absent } = value
  if (absent === 'raises' || absent.kind !== 'constant')
    return evaluator.computedFrom([value], span)
  return { ...value, absent: { ...absent, value: pythonText(absent.value) }, span }
}

function pythonText(value: Constant): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return String(value)
}

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'constant' && typeof value.value === 'string' ? value.value : undefined
}

function truthValue(truth: Truth): Value {
  return { kind: 'truth', truth, isMatch: false }
}
