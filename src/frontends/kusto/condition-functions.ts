import type { Condition } from '../../ir/condition/index.ts'
import { findConstant, findMembers, type Member, resolve } from './constant.ts'
import { findOperand, toOperand } from './lower-operand.ts'
import { equalsConstant, isAbsent, isEmpty, isInNetworks, isNotEmpty } from './lower-test.ts'
import type { KustoLowering } from './lowering.ts'
import type { Scope } from './scope.ts'
import type { KustoCall, KustoExpression } from './syntax.ts'

/** Lowers a call that is a condition; `undefined` where the logic has no test for it. */
type ConditionFunction = (
  call: KustoCall,
  scope: Scope,
  lowering: KustoLowering,
) => Condition | undefined

/** “10.0.0.0 – 10.255.255.255, 172.16.0.0 – 172.31.255.255, 192.168.0.0 – 192.168.255.255” */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']

const emptiness =
  (test: typeof isEmpty | typeof isNotEmpty): ConditionFunction =>
  (call, scope, lowering) => {
    const [argument] = call.arguments
    if (argument === undefined) return undefined
    if (isCoalesce(argument)) return undefined
    const operand = toOperand(argument, scope, lowering)
    if (operand.isFileName) return undefined
    return test(operand, call.span, lowering)
  }

function isCoalesce(argument: KustoExpression): boolean {
  return argument.kind === 'call' && /^(?:coalesce|iff|iif|case)$/.test(argument.name)
}

const nullness: ConditionFunction = (call, scope, lowering) => {
  const [argument] = call.arguments
  if (argument === undefined || isCoalesce(argument)) return undefined
  const operand = toOperand(argument, scope, lowering)
  // What a number is made of may be there and yet be none.
  if (operand.isConverted || operand.fold !== undefined || operand.isFileName) return undefined
  return isAbsent(operand, call.span, lowering)
}

const network =
  (version: 'ipv4' | 'ipv6'): ConditionFunction =>
  (call, scope, lowering) => {
    const [address, ...ranges] = call.arguments
    const operand = address && findOperand(address, scope, lowering)
    if (operand === undefined || ranges.length === 0) return undefined
    const networks: Member[] = []
    for (const range of ranges) {
      const members = findMembers(range, scope, lowering)
      if (members === undefined) return undefined
      networks.push(...members)
    }
    return isInNetworks(version, operand, networks, lowering)
  }

/** `ipv4_is_match(address, "10.0.0.0/8")`, possibly with the number of bits that count. */
const addressMatch =
  (version: 'ipv4' | 'ipv6'): ConditionFunction =>
  (call, scope, lowering) => {
    const [address, other, prefix] = call.arguments
    if (address === undefined || other === undefined || prefix !== undefined) return undefined
    const operand = findOperand(address, scope, lowering)
    const value = findConstant(other, scope, lowering)
    if (operand === undefined || typeof value !== 'string') return undefined
    const { span } = resolve(other, scope, lowering).value
    return isInNetworks(version, operand, [{ value, span }], lowering)
  }

/** Functions that are tests of a field, by name. */
export const conditionFunctions: Readonly<Record<string, ConditionFunction>> = {
  isempty: emptiness(isEmpty),
  isnotempty: emptiness(isNotEmpty),
  notempty: emptiness(isNotEmpty),
  isnull: nullness,
  isnotnull: (call, scope, lowering) => {
    const condition = nullness(call, scope, lowering)
    return condition && lowering.not(condition)
  },
  notnull: (call, scope, lowering) => {
    const condition = nullness(call, scope, lowering)
    return condition && lowering.not(condition)
  },
  ipv4_is_in_range: network('ipv4'),
  ipv4_is_in_any_range: network('ipv4'),
  ipv6_is_in_range: network('ipv6'),
  ipv6_is_in_any_range: network('ipv6'),
  ipv4_is_match: addressMatch('ipv4'),
  ipv6_is_match: addressMatch('ipv6'),
  ipv4_is_private: (call, scope, lowering) => {
    const [address] = call.arguments
    const operand = address && findOperand(address, scope, lowering)
    if (operand === undefined) return undefined
    const { span } = call
    return isInNetworks(
      'ipv4',
      operand,
      privateNetworks.map(value => ({ value, span })),
      lowering,
    )
  },
  // “Determines whether the specified set contains the specified value.”
  set_has_element: (call, scope, lowering) => {
    const [set, element] = call.arguments
    if (set === undefined || element === undefined) return undefined
    const members = findMembers(set, scope, lowering)
    const operand = findOperand(element, scope, lowering)
    if (members === undefined || operand === undefined) return undefined
    const list = lowering.newList()
    return lowering.any(
      members.map(member => equalsConstant(true, operand, member, lowering, list)),
    )
  },
}
