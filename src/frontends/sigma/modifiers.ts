import type { Transform } from '../../ir/index.ts'

/**
 * The value modifiers of the Sigma specification, each with what it does to the comparison. The
 * list is data: the parser, “did you mean” and the documentation read the same table.
 */

/** How a field and its values compare, after the modifiers were read from left to right. */
export interface Comparison {
  readonly kind: ComparisonKind
  /** Where a plain text must stand. */
  readonly anchor: 'equals' | 'contains' | 'starts_with' | 'ends_with'
  readonly all: boolean
  readonly isNegated: boolean
  readonly cased: boolean
  readonly transforms: readonly Transform[]
  readonly ignoreCase: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
}

export type ComparisonKind =
  | 'text'
  | 'regex'
  | 'cidr'
  | 'exists'
  | 'field'
  | 'template'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'

export const plainComparison: Comparison = {
  kind: 'text',
  anchor: 'equals',
  all: false,
  isNegated: false,
  cased: false,
  transforms: [],
  ignoreCase: false,
  multiline: false,
  dotAll: false,
}

export interface Modifier {
  readonly name: string
  readonly summary: string
  readonly example: string
  /** The comparison with the modifier applied, or what is wrong with it here. */
  apply(comparison: Comparison): Comparison | string
}

/** Puts the value at a place in the field's text. */
function anchor(
  name: string,
  to: 'contains' | 'starts_with' | 'ends_with',
  summary: string,
  example: string,
): Modifier {
  return {
    name,
    summary,
    example,
    apply(comparison) {
      if (['text', 'regex', 'field', 'template'].includes(comparison.kind)) {
        return { ...comparison, anchor: joinAnchors(comparison.anchor, to) }
      }
      return `“${name}” needs text`
    },
  }
}

/** “Applied in the given order to the value”: each adds its star, so two of them add both. */
function joinAnchors(first: Comparison['anchor'], second: Comparison['anchor']) {
  return first === 'equals' || first === second ? second : 'contains'
}

/** Changes the kind of the comparison. */
function kind(name: string, to: ComparisonKind, summary: string, example: string): Modifier {
  return {
    name,
    summary,
    example,
    apply(comparison) {
      if (comparison.kind !== 'text') return `“${name}” does not combine with “${comparison.kind}”`
      const isAnchored = comparison.anchor !== 'equals'
      if (isAnchored && !['regex', 'field', 'template'].includes(to)) {
        return `“${name}” does not combine with “${comparison.anchor}”`
      }
      return { ...comparison, kind: to }
    },
  }
}

function transform(name: Transform, summary: string, example: string): Modifier {
  const isEncoding = !['windash', 'minute', 'hour', 'day', 'week', 'month', 'year'].includes(name)
  return {
    name,
    summary,
    example,
    apply(comparison) {
      if (!['text', 'template'].includes(comparison.kind)) {
        return `“${name}” does not combine with “${comparison.kind}”`
      }
      // “The value modifiers are applied in the given order to the value.”
      if (isEncoding && comparison.anchor !== 'equals') {
        return `“${name}” after “contains”, “startswith” or “endswith” would encode a wildcard`
      }
      return { ...comparison, transforms: [...comparison.transforms, name] }
    },
  }
}

function regexFlag(
  name: string,
  flag: 'ignoreCase' | 'multiline' | 'dotAll',
  summary: string,
): Modifier {
  return {
    name,
    summary,
    example: `CommandLine|re|${name}: 'a.*b'`,
    apply(comparison) {
      if (comparison.kind !== 'regex') return `“${name}” stands behind “re” only`
      return { ...comparison, [flag]: true }
    },
  }
}

export const modifiers: readonly Modifier[] = [
  anchor(
    'contains',
    'contains',
    'The value stands anywhere in the field.',
    "CommandLine|contains: 'x'",
  ),
  anchor(
    'startswith',
    'starts_with',
    'The field begins with the value.',
    "Image|startswith: 'C:\\'",
  ),
  anchor('endswith', 'ends_with', 'The field ends with the value.', "Image|endswith: '\\a.exe'"),
  {
    name: 'all',
    summary: 'Every value of the list must be found, not just one.',
    example: "CommandLine|contains|all: ['-a', '-b']",
    apply: comparison => ({ ...comparison, all: true }),
  },
  {
    name: 'neq',
    summary: 'None of the values may be found.',
    example: "User|neq: 'SYSTEM'",
    apply: comparison => ({ ...comparison, isNegated: true }),
  },
  {
    name: 'cased',
    summary: 'Upper and lower case differ.',
    example: "Image|endswith|cased: '\\CMD.exe'",
    apply: comparison => ({ ...comparison, cased: true }),
  },
  kind('exists', 'exists', 'The event has the field, or has it not.', 'User|exists: true'),
  kind('re', 'regex', 'The value is a regular expression.', "CommandLine|re: 'a.*b'"),
  regexFlag('i', 'ignoreCase', 'The regular expression ignores case.'),
  regexFlag('m', 'multiline', '“^” and “$” match at the ends of lines too.'),
  regexFlag('s', 'dotAll', '“.” matches line breaks too.'),
  regexFlag('ignorecase', 'ignoreCase', 'Another name of “i”, from pySigma.'),
  regexFlag('multiline', 'multiline', 'Another name of “m”, from pySigma.'),
  regexFlag('dotall', 'dotAll', 'Another name of “s”, from pySigma.'),
  kind(
    'cidr',
    'cidr',
    'The field is an address of the network.',
    "DestinationIp|cidr: '10.0.0.0/8'",
  ),
  kind('lt', 'lt', 'The field is less than the value.', 'Size|lt: 10'),
  kind('lte', 'lte', 'The field is less than the value or equal to it.', 'Size|lte: 10'),
  kind('gt', 'gt', 'The field is greater than the value.', 'Size|gt: 10'),
  kind('gte', 'gte', 'The field is greater than the value or equal to it.', 'Size|gte: 10'),
  kind(
    'fieldref',
    'field',
    'The value names another field to compare with.',
    'User|fieldref: Owner',
  ),
  kind('expand', 'template', 'The value holds placeholders.', "User|expand: '%Administrators%'"),
  transform(
    'windash',
    '“-” and “/” before a word stand for any dash.',
    "CommandLine|windash: '-a'",
  ),
  transform('base64', 'The value is encoded with Base64.', "CommandLine|base64: 'x'"),
  transform(
    'base64offset',
    'The value is encoded with Base64, at each of the three offsets.',
    "CommandLine|base64offset|contains: 'x'",
  ),
  transform('utf16le', 'The value is encoded as UTF-16, low byte first.', "A|utf16le|base64: 'x'"),
  transform('utf16be', 'The value is encoded as UTF-16, high byte first.', "A|utf16be|base64: 'x'"),
  transform('utf16', 'The value is encoded as UTF-16 with its mark.', "A|utf16|base64: 'x'"),
  transform('wide', 'Another name of “utf16le”.', "A|wide|base64offset|contains: 'x'"),
  transform('minute', 'The minute of the field’s time, 0 to 59.', 'Time|minute: 30'),
  transform('hour', 'The hour of the field’s time, 0 to 23.', 'Time|hour|gte: 20'),
  transform('day', 'The day of the month of the field’s time.', 'Time|day: 1'),
  transform('week', 'The week of the year of the field’s time.', 'Time|week: 52'),
  transform('month', 'The month of the field’s time, 1 to 12.', 'Time|month: 12'),
  transform('year', 'The year of the field’s time.', 'Time|year: 2024'),
]

const byName: ReadonlyMap<string, Modifier> = new Map(modifiers.map(m => [m.name, m]))

export function findModifier(name: string): Modifier | undefined {
  return byName.get(name)
}
