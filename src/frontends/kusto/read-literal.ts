import type { KustoLiteral } from './syntax.ts'
import type { KustoNode } from './tree.ts'

/** A literal that stands for one value; `undefined` for another kind of node. */
export function findLiteral(node: KustoNode): KustoLiteral | undefined {
  const { kind, span } = node
  const written = node.parts.get('Token')?.text ?? ''
  // `long(5)` is written 5, as far as its value goes.
  const text = /^\w+\s*\(\s*([\s\S]*?)\s*\)$/.exec(written)?.[1] ?? written
  if (/^null$/i.test(text)) return { kind: 'null', span }
  switch (kind) {
    case 'StringLiteralExpression':
    case 'CompoundStringLiteralExpression':
      return { kind: 'string', value: node.literal ?? '', span }
    case 'IntLiteralExpression':
    case 'LongLiteralExpression': {
      const value = Number(text)
      // A whole number that no double holds exactly is compared by its digits.
      return Number.isSafeInteger(value)
        ? { kind: 'number', value, span }
        : { kind: 'string', value: text, span }
    }
    case 'RealLiteralExpression':
    case 'DecimalLiteralExpression': {
      const value = Number(text)
      return Number.isFinite(value) ? { kind: 'number', value, span } : undefined
    }
    case 'BooleanLiteralExpression':
      return { kind: 'boolean', value: /^(?:true|1)$/i.test(text), span }
    case 'DateTimeLiteralExpression':
      return { kind: 'date', text: unquoted(text), span }
    case 'TimespanLiteralExpression':
      return { kind: 'time_span', seconds: findSeconds(unquoted(text)), span }
    case 'GuidLiteralExpression':
      return { kind: 'guid', value: unquoted(text), span }
    case 'NullLiteralExpression':
      return { kind: 'null', span }
    default:
      return undefined
  }
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/s, '$2')
}

const units: readonly (readonly [RegExp, number])[] = [
  [/^(?:d|days?)$/, 86_400],
  [/^(?:h|hr|hrs|hours?)$/, 3_600],
  [/^(?:m|min|minutes?)$/, 60],
  [/^(?:s|sec|seconds?)$/, 1],
  [/^(?:ms|milli(?:s|sec|seconds?)?)$/, 1e-3],
  [/^(?:micro(?:s|sec|seconds?)?)$/, 1e-6],
  [/^(?:nano(?:s|sec|seconds?)?)$/, 1e-9],
  [/^ticks?$/, 1e-7],
]

/** `2h`, `1.5d`, `00:05:00`, `1.12:00:00`; a number alone is one of days. */
function findSeconds(text: string): number | undefined {
  const [, clockSign, days, hours, minutes, seconds] =
    /^(-?)(?:(\d+)\.)?(\d+):(\d+)(?::(\d+(?:\.\d+)?))?$/.exec(text) ?? []
  if (hours !== undefined) {
    const total =
      Number(days ?? 0) * 86_400 +
      Number(hours) * 3_600 +
      Number(minutes) * 60 +
      Number(seconds ?? 0)
    return clockSign === '-' ? -total : total
  }
  const [, amount, unit] = /^(-?\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text) ?? []
  if (amount === undefined || unit === undefined) return undefined
  if (unit === '') return Number(amount) * 86_400
  const factor = units.find(([pattern]) => pattern.test(unit))?.[1]
  return factor === undefined ? undefined : Number(amount) * factor
}
