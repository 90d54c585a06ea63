import { type Condition, isFoldedRegex } from '../../../ir/condition/index.ts'
import { findConstant } from '../constant.ts'
import { toOperand } from '../lower-operand.ts'
import { isInNetwork, matchesRegex, strict } from '../lower-test.ts'
import type { SplLowering } from '../lowering.ts'
import type { SplCall } from '../syntax.ts'

/** How a call that is true or false becomes a condition; `undefined` if it has to be computed. */
type LowerCondition = (call: SplCall, lowering: SplLowering) => Condition | undefined

/**
 * `match(field, "regex")`: “returns TRUE if the regular expression finds a match against any substring of
 * the string value”.
 */
const match: LowerCondition = ({ arguments: [subject, pattern, ...rest] }, lowering) => {
  const source = pattern && findConstant(pattern)
  if (subject === undefined || pattern === undefined || rest.length > 0) return undefined
  if (typeof source !== 'string' || findConstant(subject) !== undefined) return undefined
  const operand = toOperand(subject, lowering)
  if (operand.isNumber || !isFoldedRegex(source, operand)) return undefined
  return strict(matchesRegex(operand, source, pattern.span, lowering), [operand], lowering)
}

/** `cidrmatch("10.0.0.0/8", field)`: “returns TRUE when an IP address belongs to a CIDR subnet”. */
const cidrmatch: LowerCondition = ({ arguments: [network, subject] }, lowering) => {
  const text = network && findConstant(network)
  if (subject === undefined || network === undefined || typeof text !== 'string') return undefined
  return isInNetwork(toOperand(subject, lowering), text, network.span, lowering)
}

/** `searchmatch("a=1 b*")`: “returns TRUE if the event matches the search string”, which is one of `search`. */
const searchmatch: LowerCondition = ({ arguments: [text, ...rest] }, lowering) => {
  if (text?.kind !== 'string' || rest.length > 0) return undefined
  return lowering.connectives.total(lowering.searchText(text.raw, text.span))
}

/** The functions of conditions by name. */
export const conditionFunctions: Readonly<Record<string, LowerCondition>> = {
  match,
  cidrmatch,
  searchmatch,
}
