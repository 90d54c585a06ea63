/** `not`, `and` and `or` over the names of a step’s conditions. */
export interface ConditionExpression {
  readonly names: readonly string[]
  readonly holds: (test: (name: string) => boolean) => boolean
}

/** Parentheses and negations inside one another. */
const maxDepth = 100

type Holds = ConditionExpression['holds']

/** Reads an expression; a text that says what is wrong when it does not follow the grammar. */
export function parseConditionExpression(text: string): ConditionExpression | string {
  const tokens = text.match(/[\w-]+|\S/g) ?? []
  const names: string[] = []
  let at = 0
  let problem: string | undefined

  const fail = (): Holds => {
    const found = tokens[at]
    problem ??= found === undefined ? 'the expression ends too early' : `“${found}” is unexpected`
    return () => false
  }
  const takeWord = (word: string): boolean => {
    const isNext = tokens[at]?.toLowerCase() === word
    if (isNext) at++
    return isNext
  }
  const readOperand = (depth: number): Holds => {
    if (depth > maxDepth) return fail()
    if (takeWord('not')) {
      const operand = readOperand(depth + 1)
      return test => !operand(test)
    }
    if (takeWord('(')) {
      const inner = readOr(depth + 1)
      return takeWord(')') ? inner : fail()
    }
    const name = tokens[at]
    if (name === undefined || !/^[\w-]+$/.test(name) || /^(and|or)$/i.test(name)) return fail()
    at++
    names.push(name)
    return test => test(name)
  }
  const readAnd = (depth: number): Holds => {
    const operands = [readOperand(depth)]
    while (takeWord('and')) operands.push(readOperand(depth))
    return test => operands.every(holds => holds(test))
  }
  const readOr = (depth: number): Holds => {
    const operands = [readAnd(depth)]
    while (takeWord('or')) operands.push(readAnd(depth))
    return test => operands.some(holds => holds(test))
  }

  const holds = readOr(0)
  if (at < tokens.length) fail()
  return problem ?? { names, holds }
}
