import { assertNever } from '../../base/index.ts'
import type {
  SplArgument,
  SplCommand,
  SplCondition,
  SplExpression,
  SplSearchValue,
  SplSubsearch,
  SplSyntax,
} from './syntax.ts'

/** A search in its canonical spelling: what is printed reads back as the same tree. */
export function printSpl({ commands }: SplSyntax): string {
  return printPipeline(commands, /^search$/i)
}

/** `commandWords` are words that would begin a command if they stood at the beginning. */
function printPipeline(commands: readonly SplCommand[], commandWords: RegExp): string {
  const [first] = commands
  const isImplied = first?.kind === 'search' && first.isImplied
  const printed = commands.map((command, i) => {
    const isAttached = command.kind === 'macro' && command.isAttached
    const text = printCommand(command)
    if (i === 0) return isImplied ? guardFirstWord(text, commandWords) : text
    return `${isAttached ? ' ' : ' | '}${text}`
  })
  return `${isImplied || first === undefined ? '' : '| '}${printed.join('')}`
}

export function printSubsearch({ commands }: SplSubsearch): string {
  return `[${guardEnd(printPipeline(commands, /^[A-Za-z_][\w-]*$/))}]`
}

/** A word that is looked for stands in brackets where it would be taken for a command. */
function guardFirstWord(text: string, commandWords: RegExp): string {
  const [word = ''] = /^[\w-]+(?=\s|$|["`[(|])/.exec(text) ?? []
  const isOperator = /^(?:AND|OR|NOT)$/.test(word) || /^\s+IN \(/i.test(text.slice(word.length))
  if (word === '' || isOperator || !commandWords.test(word)) return text
  return `(${word})${text.slice(word.length)}`
}

/** A backslash at the end of a word would take what closes a bracket for a part of it. */
function guardEnd(text: string): string {
  const slashes = /\\*$/.exec(text.slice(-100))?.[0].length ?? 0
  return slashes % 2 === 1 ? `${text} ` : text
}

/** One command, without the pipe before it. */
export function printCommand(command: SplCommand): string {
  switch (command.kind) {
    case 'search': {
      const condition = command.expression === undefined ? '' : printCondition(command.expression)
      return command.isImplied ? condition : `search ${condition}`.trimEnd()
    }
    case 'where':
      return `where ${printSplExpression(command.condition)}`
    case 'eval': {
      const assignments = command.assignments.map(
        ({ name, value }) => `${printTarget(name)}=${printSplExpression(value)}`,
      )
      return `eval ${assignments.join(', ')}`
    }
    case 'tstats': {
      const where = command.where === undefined ? '' : `where ${printCondition(command.where)}`
      const parts = [
        command.name,
        printArguments(command.head),
        where,
        printArguments(command.tail),
      ]
      return parts.filter(part => part !== '').join(' ')
    }
    case 'plain':
      return `${command.name} ${printArguments(command.arguments)}`.trimEnd()
    case 'macro':
      return `\`${command.call}\` ${printArguments(command.arguments)}`.trimEnd()
    case 'unknown':
      return command.text
    default:
      return assertNever(command)
  }
}

/** Words one after another, with blanks where they had any. */
export function printArguments(list: readonly SplArgument[]): string {
  return list
    .map((argument, i) => {
      if (argument.kind === 'subsearch') return `${i === 0 ? '' : ' '}${printSubsearch(argument)}`
      const blank = i === 0 || argument.isGlued ? '' : ' '
      return `${blank}${printWord(argument)}`
    })
    .join('')
}

export function printWord(argument: SplArgument): string {
  switch (argument.kind) {
    case 'text':
      return `"${argument.value}"`
    case 'macro':
      return `\`${argument.value}\``
    case 'subsearch':
      return printSubsearch(argument)
    default:
      return argument.value
  }
}

function printTarget(name: string): string {
  if (/^[^\s=,|"'()[\]]+$/.test(name)) return name
  return name.includes("'") ? `"${name}"` : printFieldName(name)
}

/** A condition of the search command in its canonical spelling. */
export function printCondition(condition: SplCondition): string {
  switch (condition.kind) {
    case 'and':
      return condition.operands.map(printOperand).join(' ')
    case 'or':
      return condition.operands.map(printOperand).join(' OR ')
    case 'not':
      return `NOT ${printOperand(condition.operand)}`
    case 'comparison': {
      const { field, operator, value } = condition
      const blank = /^[=<>]/.test(value.raw) && !value.isQuoted ? ' ' : ''
      return `${guardEnd(printSearchValue(field))}${operator}${blank}${printSearchValue(value)}`
    }
    case 'in': {
      const values = condition.values.map(value => guardEnd(printSearchValue(value))).join(', ')
      return `${printSearchValue(condition.field)} IN (${values})`
    }
    case 'term':
      return printSearchValue(condition.value)
    case 'subsearch':
      return printSubsearch(condition)
    case 'macro':
      return `\`${condition.call}\``
    case 'missing':
      return ''
    default:
      return assertNever(condition)
  }
}

function printOperand(condition: SplCondition): string {
  const text = printCondition(condition)
  return condition.kind === 'and' || condition.kind === 'or' ? `(${guardEnd(text)})` : text
}

export function printSearchValue({ raw, isQuoted, directive }: SplSearchValue): string {
  const text = isQuoted ? `"${raw}"` : raw
  return directive === undefined ? text : `${directive}(${guardEnd(text)})`
}

const levels = {
  xor: 0,
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  sum: 5,
  product: 6,
  sign: 7,
  atom: 8,
}

/** An expression of `eval` in its canonical spelling. */
export function printSplExpression(expression: SplExpression): string {
  return print(expression, levels.xor)
}

function print(expression: SplExpression, level: number): string {
  const own = levelOf(expression)
  const text = printBare(expression, own)
  return own < level ? `(${text})` : text
}

function levelOf(expression: SplExpression): number {
  switch (expression.kind) {
    case 'xor':
    case 'or':
    case 'and':
    case 'not':
      return levels[expression.kind]
    case 'comparison':
    case 'like':
    case 'in':
      return levels.comparison
    case 'arithmetic':
      return '+-.'.includes(expression.operator) ? levels.sum : levels.product
    case 'negative':
      return levels.sign
    default:
      return levels.atom
  }
}

function printBare(expression: SplExpression, level: number): string {
  switch (expression.kind) {
    case 'xor':
    case 'or':
    case 'and': {
      const word = ` ${expression.kind.toUpperCase()} `
      return expression.operands.map(operand => print(operand, level + 1)).join(word)
    }
    case 'not':
      return `NOT ${print(expression.operand, level)}`
    case 'negative':
      return `-${print(expression.operand, level)}`
    case 'comparison': {
      const { left, operator, right } = expression
      return `${print(left, level)}${operator}${print(right, level + 1)}`
    }
    case 'like':
      return `${print(expression.left, level)} LIKE ${print(expression.right, level + 1)}`
    case 'in': {
      const values = expression.values.map(printSplExpression).join(', ')
      return `${print(expression.operand, level)} IN (${values})`
    }
    case 'arithmetic': {
      const { left, operator, right } = expression
      return `${print(left, level)} ${operator} ${print(right, level + 1)}`
    }
    case 'call':
      return `${expression.name}(${expression.arguments.map(printSplExpression).join(', ')})`
    case 'field':
      return printFieldName(expression.name)
    case 'string':
      return `"${expression.raw}"`
    case 'number':
      return expression.text
    case 'subsearch':
      return printSubsearch(expression)
    case 'macro':
      return `\`${expression.call}\``
    case 'missing':
      return ''
    default:
      return assertNever(expression)
  }
}

/** A name in an expression, in single quotation marks where it needs them. */
export function printFieldName(name: string): string {
  if (/^(?:\$[\w.:{}-]+\$|\w*<<(?:FIELD|MATCHSTR|MATCHSEG\d|ITEM|ITER)>>\w*)$/.test(name))
    return name
  const isPlain = /^[A-Za-z_@][\w@:#{}]*$/.test(name) && !/^(?:and|or|xor|not|like|in)$/i.test(name)
  return isPlain ? name : `'${name}'`
}
